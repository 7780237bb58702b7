// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {TransientLock} from "src/base/TransientLock.sol";
import {IStaking} from "src/interfaces/IStaking.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {GrantKey} from "src/types/Grant.sol";
import {RateEnds} from "src/types/RateEnds.sol";
import {LONGEST_DAYS, ONE_WEI, Stake, StakeTotals} from "src/types/Stake.sol";

/// @title Staking
/// @notice See {IStaking}.
contract Staking is IStaking, TransientLock {
    using GuardedTransfer for address;
    using SafeTransferLib for address;

    /// @inheritdoc IStaking
    uint96 public constant MINIMUM_STAKE = 1e18;
    /// @inheritdoc IStaking
    uint40 public constant REWARD_PERIOD = 30 days;
    /// @dev High enough that an index less the fraction of a wei that a staker keeps is never below zero.
    uint160 private constant FIRST_INDEX = 1e12; // ONE_WEI / MINIMUM_STAKE

    /// @notice STREAM, which is staked and paid. {StakeTotals} relies on a supply below 2^90 wei.
    address public immutable TOKEN;
    /// @notice Where the grants to the stakers vest.
    ITokenVesting public immutable VESTING;

    StakeTotals private _totals;
    RateEnds private _ends;
    mapping(address account => Stake) private _stakes;
    /// @inheritdoc IStaking
    uint256 public reserve;
    /// @inheritdoc IStaking
    mapping(bytes32 grantId => uint256) public harvested;

    constructor(address token, ITokenVesting vesting) {
        TOKEN = token;
        VESTING = vesting;
        _totals.index = FIRST_INDEX;
        _totals.updatedAt = uint40(block.timestamp);
    }

    /* STAKERS */

    /// @inheritdoc IStaking
    function stake(uint96 amount) external nonReentrant {
        _stake(msg.sender, amount);
    }

    /// @inheritdoc IStaking
    function stakeWithPermit(uint96 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
        nonReentrant
    {
        TOKEN.tryPermit(msg.sender, amount, deadline, v, r, s);
        _stake(msg.sender, amount);
    }

    /// @inheritdoc IStaking
    function stakeFor(address account, uint96 amount) external nonReentrant {
        _requireDestination(account);
        _stake(account, amount);
    }

    /// @inheritdoc IStaking
    function withdraw(uint96 amount) external nonReentrant {
        _withdraw(amount, _stakes[msg.sender]);
    }

    /// @inheritdoc IStaking
    function exit() external nonReentrant {
        Stake memory staked = _stakes[msg.sender];
        _withdraw(staked.amount, staked);
    }

    /// @inheritdoc IStaking
    function getReward() external nonReentrant returns (uint256) {
        return _getReward(msg.sender);
    }

    /// @inheritdoc IStaking
    function getRewardTo(address to) external nonReentrant returns (uint256) {
        _requireDestination(to);
        return _getReward(to);
    }

    /// @inheritdoc IStaking
    function emergencyWithdraw() external nonReentrant {
        Stake memory staked = _stakes[msg.sender];
        if (staked.amount == 0) revert Staking_NothingStaked(msg.sender);
        delete _stakes[msg.sender];
        StakeTotals memory current = totals();
        uint256 forfeited = current.forfeit(staked);
        // unchecked: a stake comes out whatever is wrong with the rewards
        unchecked {
            reserve += forfeited;
        }
        _totals = current;
        emit EmergencyWithdrawn(msg.sender, staked.amount, forfeited / ONE_WEI);
        TOKEN.safeTransfer(msg.sender, staked.amount);
    }

    /* REWARDS */

    /// @inheritdoc IStaking
    function addRewards(uint96 amount) external nonReentrant {
        _addRewards(msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IStaking
    function harvest(GrantKey calldata key) external nonReentrant returns (uint256 amount) {
        if (key.beneficiary != address(this) || key.token != TOKEN) {
            revert Staking_GrantForeign(key.beneficiary, key.token);
        }
        // a release that fails adds nothing, and stops nothing
        try VESTING.release(key) {} catch {}
        // the grant's own count: anyone may have released the grant before
        bytes32 grantId = VESTING.grantIdOf(key);
        uint256 released = VESTING.grantOf(grantId).released;
        amount = released - harvested[grantId];
        harvested[grantId] = released;
        emit Harvested(grantId, amount);
        _addRewards(address(VESTING), amount);
    }

    /* VIEWERS */

    /// @inheritdoc IStaking
    function earned(address account) external view returns (uint256) {
        return _stakes[account].accrued(totals().index) / ONE_WEI;
    }

    /// @inheritdoc IStaking
    function stakeOf(address account) external view returns (Stake memory) {
        return _stakes[account];
    }

    /// @inheritdoc IStaking
    function totals() public view returns (StakeTotals memory current) {
        current = _totals;
        current.advance(_ends, block.timestamp);
    }

    /// @inheritdoc IStaking
    function rewardsToCome() external view returns (uint256) {
        return totals().flow(_ends, LONGEST_DAYS * 1 days);
    }

    /* INTERNAL */

    function _stake(address account, uint96 amount) private {
        Stake memory staked = _stakes[account];
        emit Staked(account, msg.sender, amount);
        uint256 reward = _setStake(account, staked, staked.amount + amount, account);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        if (reward != 0) TOKEN.safeTransfer(account, reward);
    }

    function _withdraw(uint96 amount, Stake memory staked) private {
        if (amount > staked.amount) revert Staking_ExceedsStake(amount, staked.amount);
        emit Withdrawn(msg.sender, amount);
        uint256 reward = _setStake(msg.sender, staked, staked.amount - amount, msg.sender);
        TOKEN.safeTransfer(msg.sender, amount + reward);
    }

    function _getReward(address to) private returns (uint256 reward) {
        Stake memory staked = _stakes[msg.sender];
        reward = _setStake(msg.sender, staked, staked.amount, to);
        if (reward != 0) TOKEN.safeTransfer(to, reward);
    }

    /// @return reward The reward of the stake until now, in whole wei: the caller must send the reward to `to`.
    function _setStake(address account, Stake memory staked, uint96 amount, address to)
        private
        returns (uint256 reward)
    {
        if (amount != 0 && amount < MINIMUM_STAKE) revert Staking_BelowMinimum(amount, MINIMUM_STAKE);
        StakeTotals memory current = totals();
        reward = current.change(staked, amount);
        if (amount == 0) delete _stakes[account];
        else _stakes[account] = staked;
        _totals = current;
        if (reward != 0) emit RewardPaid(account, to, reward);
    }

    function _addRewards(address from, uint256 amount) private {
        StakeTotals memory current = totals();
        uint256 waiting = reserve;
        (uint256 left, uint40 endsAt) = current.refill(_ends, amount + waiting / ONE_WEI, REWARD_PERIOD);
        reserve = left * ONE_WEI + waiting % ONE_WEI;
        _totals = current;
        emit RewardsAdded(from, amount, current.rate, endsAt);
    }

    function _requireDestination(address to) private view {
        if (to == address(0) || to == address(this)) revert Staking_DestinationInvalid(to);
    }
}
