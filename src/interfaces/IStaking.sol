// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {GrantKey} from "src/types/Grant.sol";
import {Stake, StakePool} from "src/types/Stake.sol";

/// @title Staking
/// @notice Stakes STREAM, and pays STREAM: what the staking pool's grant releases, and what anyone adds. Rewards flow by
/// the second to who is staked, in proportion.
/// @dev There is no owner. Every change of a stake pays its rewards out, so a staker is one slot. Fractions of a wei
/// are kept: by the staker, but for what its slot cannot hold (below `stake / 10^30` wei a change); that, and the fraction of
/// who leaves, all stakers share. What a staker earns does not depend on who calls what, or how often.
interface IStaking {
    /// @param from Who paid for it.
    event Staked(address indexed account, address indexed from, uint96 amount);
    event Withdrawn(address indexed account, uint96 amount);
    event RewardPaid(address indexed account, address indexed to, uint256 reward);
    /// @param forfeited The rewards that were given up, in wei.
    event EmergencyWithdrawn(address indexed account, uint96 amount, uint256 forfeited);
    /// @param from Who added them: for a harvest, the vesting contract.
    /// @param rate In wei per second, from now on.
    /// @param endsAt When the rewards end, in seconds; later by every second in which nobody stakes.
    event RewardsAdded(address indexed from, uint256 amount, uint72 rate, uint40 endsAt);

    error Staking_BelowMinimum(uint96 staked, uint96 minimum);
    error Staking_ExceedsStake(uint96 amount, uint96 staked);
    /// @notice The grant pays somebody else, or in another token.
    error Staking_GrantForeign(address beneficiary, address token);
    error Staking_NothingStaked(address account);

    /// @notice Stakes `amount` wei more for the caller, and pays it its rewards.
    /// @dev Emits a {Staked} event, and a {RewardPaid} event if a wei was earned.
    /// Requirements:
    /// - the whole stake is {MINIMUM_STAKE} or more;
    /// - the caller approved `amount`.
    function stake(uint96 amount) external;

    /// @notice Stakes as {stake} does, with an EIP-2612 permit of the caller.
    /// @dev Notes:
    /// - a permit that somebody else used first has left the allowance, so its failure is nobody's business.
    function stakeWithPermit(uint96 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Stakes `amount` wei of the caller for `account`, and pays `account` its rewards.
    /// @dev Emits what {stake} emits. Anyone may call it. Warning: the stake is `account`'s from then on.
    function stakeFor(address account, uint96 amount) external;

    /// @notice Returns `amount` wei of the caller's stake, with all its rewards.
    /// @dev Emits a {Withdrawn} event, and a {RewardPaid} event if a wei was earned.
    /// Requirements:
    /// - the stake is `amount` or more;
    /// - what is left is nothing, or {MINIMUM_STAKE} or more.
    function withdraw(uint96 amount) external;

    /// @notice Returns the caller's whole stake, with all its rewards.
    /// @dev Emits what {withdraw} emits.
    function exit() external;

    /// @notice Pays the caller its rewards.
    /// @dev Emits a {RewardPaid} event if a wei was earned.
    function getReward() external returns (uint256 reward);

    /// @notice Pays the caller's rewards to another address.
    /// @dev Emits a {RewardPaid} event if a wei was earned.
    function getRewardTo(address to) external returns (uint256 reward);

    /// @notice Returns the caller's whole stake, whatever is wrong with the rewards, and gives its own up.
    /// @dev Emits an {EmergencyWithdrawn} event.
    /// Notes:
    /// - what is given up waits in the {reserve}, for all.
    /// Requirements:
    /// - the caller has a stake.
    function emergencyWithdraw() external;

    /// @notice Adds `amount` wei of the caller to the rewards, which flow over {REWARD_PERIOD} from now.
    /// @dev Emits a {RewardsAdded} event. Anyone may call it.
    /// Notes:
    /// - nothing that was added before is paid later for it: where {REWARD_PERIOD} from now would lower the rate of rewards that
    ///   flow now, the rate stays, and they end later by what was added;
    /// - what does not fill a second, or is less than a wei a second, waits in the {reserve} until the next time.
    function addRewards(uint96 amount) external;

    /// @notice Releases a grant to this contract, and adds all that the grant released since the last harvest.
    /// @dev Emits a {RewardsAdded} event. Anyone may call it.
    /// Notes:
    /// - where nothing has vested, nothing is added; what waits in the {reserve} flows all the same;
    /// - who releases the grant does not matter.
    /// Requirements:
    /// - the grant's beneficiary is this contract, and its token STREAM.
    /// @return amount In wei.
    function harvest(GrantKey calldata key) external returns (uint256 amount);

    /// @return What `account` could be paid now, in wei.
    function earned(address account) external view returns (uint256);

    /// @return What stands about an account; all zero for one that does not stake.
    function stakeOf(address account) external view returns (Stake memory);

    /// @return What stands about all stakes, as of now.
    function pool() external view returns (StakePool memory);

    /// @return What waits for the next time that rewards are added, in 10^-30 wei.
    function reserve() external view returns (uint256);

    /// @return What of a grant was added to the rewards so far, in wei.
    function harvested(bytes32 grantId) external view returns (uint256);

    /// @return The least stake, in wei.
    function MINIMUM_STAKE() external view returns (uint96);

    /// @return How long rewards flow, in seconds.
    function REWARD_PERIOD() external view returns (uint40);
}
