// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {GrantKey} from "src/types/Grant.sol";
import {Stake, StakeTotals} from "src/types/Stake.sol";

/// @title Staking
/// @notice Stakes STREAM, and pays STREAM: the releases of the grant of the stakers' allocation, and the amounts that anyone
/// adds. Rewards flow by the second to all stakes, in proportion.
/// @dev There is no owner. Every change of a stake pays the stake's rewards out, so a staker is one storage word. The staker
/// keeps fractions of a wei, but for the part that the word cannot hold (below `stake / 10^30` wei a change); all stakers share
/// that part, and the fraction of a stake that is withdrawn. A staker's rewards do not depend on who calls what, or how often.
interface IStaking {
    /// @param from The account that paid for the stake.
    event Staked(address indexed account, address indexed from, uint96 amount);
    event Withdrawn(address indexed account, uint96 amount);
    /// @dev Where the stake changes too, the event of the change comes first.
    event RewardPaid(address indexed account, address indexed to, uint256 reward);
    /// @param forfeited The rewards that the staker gave up, in wei.
    event EmergencyWithdrawn(address indexed account, uint96 amount, uint256 forfeited);
    /// @param from The account that added the rewards; the vesting contract for a harvest.
    /// @param rate Of all rewards, in wei per second, from now on.
    /// @param endsAt When the last of the added rewards has flowed, in seconds; later by every second in which nothing is staked.
    event RewardsAdded(address indexed from, uint256 amount, uint72 rate, uint40 endsAt);
    /// @notice The grant's releases since its last harvest, `amount` wei, became rewards.
    event Harvested(bytes32 indexed grantId, uint256 amount);

    /// @notice A stake is 0, or `minimum` wei or more.
    error Staking_BelowMinimum(uint96 staked, uint96 minimum);
    /// @notice Neither the zero address nor this contract can stake or be paid.
    error Staking_DestinationInvalid(address to);
    error Staking_ExceedsStake(uint96 amount, uint96 staked);
    /// @notice The grant pays another beneficiary, or another token.
    error Staking_GrantForeign(address beneficiary, address token);
    error Staking_NothingStaked(address account);

    /// @notice Stakes `amount` wei more for the caller, and pays the caller's rewards.
    /// @dev Emits a {Staked} event, and a {RewardPaid} event if a wei was earned.
    /// Requirements:
    /// - the whole stake is {MINIMUM_STAKE} or more;
    /// - the caller approved `amount`.
    function stake(uint96 amount) external;

    /// @notice Stakes like {stake}, with an EIP-2612 permit of the caller.
    /// @dev Notes:
    /// - a permit that another account used first has left the allowance, so the failure of a permit is ignored.
    function stakeWithPermit(uint96 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Stakes `amount` wei of the caller for `account`, and pays the rewards of `account`.
    /// @dev Emits the events of {stake}. Anyone may call. Warning: the stake belongs to `account` from then on.
    /// Requirements: those of {stake}, and `account` is neither zero nor this contract.
    function stakeFor(address account, uint96 amount) external;

    /// @notice Returns `amount` wei of the caller's stake, with all of the stake's rewards.
    /// @dev Emits a {Withdrawn} event, and a {RewardPaid} event if a wei was earned.
    /// Requirements:
    /// - the stake is `amount` or more;
    /// - the rest of the stake is 0, or {MINIMUM_STAKE} or more.
    function withdraw(uint96 amount) external;

    /// @notice Returns the caller's whole stake, with all of the stake's rewards.
    /// @dev Emits the events of {withdraw}.
    function exit() external;

    /// @notice Pays the caller's rewards to the caller.
    /// @dev Emits a {RewardPaid} event if a wei was earned.
    /// @return reward In wei.
    function getReward() external returns (uint256 reward);

    /// @notice Pays the caller's rewards to another address.
    /// @dev Emits a {RewardPaid} event if a wei was earned. Requirements: `to` is neither zero nor this contract.
    /// @return reward In wei.
    function getRewardTo(address to) external returns (uint256 reward);

    /// @notice Returns the caller's whole stake without its rewards, even if the rewards are broken.
    /// @dev Emits an {EmergencyWithdrawn} event.
    /// Notes:
    /// - the forfeited rewards wait in the {reserve}, for all stakers.
    /// Requirements:
    /// - the caller has a stake.
    function emergencyWithdraw() external;

    /// @notice Adds `amount` wei of the caller to the rewards: they flow evenly for {REWARD_PERIOD} from now.
    /// @dev Emits a {RewardsAdded} event. Anyone may call.
    /// Notes:
    /// - each addition has its own period, and changes nothing about the others: an addition a second sooner or later moves no
    ///   more than the rewards of a second;
    /// - time counts while something is staked: else the rewards wait;
    /// - to the second: one part of an addition flows until the beginning of the day that holds the end of its period, one
    ///   until the end of that day. The parts are such that the addition flows for {REWARD_PERIOD} on average;
    /// - a rest that does not fill a second, or is less than a wei a second, waits in the {reserve} until the next addition.
    function addRewards(uint96 amount) external;

    /// @notice Releases a grant to this contract, and adds all that the grant released since the last harvest.
    /// @dev Emits a {Harvested} and a {RewardsAdded} event. Anyone may call.
    /// Notes:
    /// - the amount flows like {addRewards}: whoever calls, and when, changes nobody's rewards by more than the time between;
    /// - where nothing has vested, nothing is added, and the {reserve} flows all the same;
    /// - anyone may release the grant before: the amount counts from the last harvest.
    /// Requirements:
    /// - the grant's beneficiary is this contract, and the grant's token is STREAM.
    /// @return amount In wei.
    function harvest(GrantKey calldata key) external returns (uint256 amount);

    /// @return The rewards that `account` could be paid now, in wei.
    function earned(address account) external view returns (uint256);

    /// @return The stored state of a staker; all zero for an account that does not stake.
    function stakeOf(address account) external view returns (Stake memory);

    /// @return The state that all stakers share, as of now.
    function totals() external view returns (StakeTotals memory);

    /// @return The rewards that were added and still flow, after now, in wei.
    function rewardsToCome() external view returns (uint256);

    /// @return The rewards that wait for the next addition, in 10^-30 wei.
    function reserve() external view returns (uint256);

    /// @return The amount of a grant that was added to the rewards so far, in wei.
    function harvested(bytes32 grantId) external view returns (uint256);

    /// @return The least stake, in wei.
    function MINIMUM_STAKE() external view returns (uint96);

    /// @return How long the rewards of an addition flow, in seconds.
    function REWARD_PERIOD() external view returns (uint40);
}
