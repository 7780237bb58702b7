// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {TransientLock} from "src/base/TransientLock.sol";
import {IStaking} from "src/interfaces/IStaking.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {GrantKey} from "src/types/Grant.sol";
import {ONE_WEI, Stake, StakePool} from "src/types/Stake.sol";

/// @title Staking
/// @notice See {IStaking}.
contract Staking is IStaking, TransientLock {
    using SafeCastLib for uint256;
    using SafeTransferLib for address;

    /// @inheritdoc IStaking
    uint96 public constant MINIMUM_STAKE = 1e18;
    /// @inheritdoc IStaking
    uint40 public constant REWARD_PERIOD = 30 days;
    /// @dev So that an index less what a staker keeps of a wei is never below zero.
    uint160 private constant FIRST_INDEX = 1e12; // ONE_WEI / MINIMUM_STAKE

    /// @notice STREAM, which is staked and paid. That its supply is below 2^90 wei is what {StakePool} relies on.
    address public immutable TOKEN;
    /// @notice Where the grants to the stakers vest.
    ITokenVesting public immutable VESTING;

    StakePool private _pool;
    mapping(address account => Stake) private _stakes;
    /// @inheritdoc IStaking
    uint256 public reserve;
    /// @inheritdoc IStaking
    mapping(bytes32 grantId => uint256) public harvested;

    constructor(address token, ITokenVesting vesting) {
        TOKEN = token;
        VESTING = vesting;
        _pool.index = FIRST_INDEX;
        _pool.updatedAt = uint40(block.timestamp);
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
        try ERC20(TOKEN).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _stake(msg.sender, amount);
    }

    /// @inheritdoc IStaking
    function stakeFor(address account, uint96 amount) external nonReentrant {
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
        return _getReward(to);
    }

    /// @inheritdoc IStaking
    function emergencyWithdraw() external nonReentrant {
        Stake memory staked = _stakes[msg.sender];
        if (staked.amount == 0) revert Staking_NothingStaked(msg.sender);
        delete _stakes[msg.sender];
        StakePool memory current = pool();
        // unchecked: whatever were wrong with the rewards, a stake comes out
        unchecked {
            uint256 forfeited =
                staked.amount * FixedPointMathLib.zeroFloorSub(current.index, staked.indexPaid);
            reserve += forfeited;
            current.totalStaked -= staked.amount;
            _pool = current;
            emit EmergencyWithdrawn(msg.sender, staked.amount, forfeited / ONE_WEI);
        }
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
        // that nothing has vested since the last time is no reason to fail
        try VESTING.release(key) {} catch {}
        // by the grant's own count, since anyone may have released it before
        bytes32 grantId = VESTING.grantIdOf(key);
        uint256 released = VESTING.grantOf(grantId).released;
        amount = released - harvested[grantId];
        harvested[grantId] = released;
        _addRewards(address(VESTING), amount);
    }

    /* VIEWERS */

    /// @inheritdoc IStaking
    function earned(address account) external view returns (uint256) {
        return _stakes[account].accrued(pool().index) / ONE_WEI;
    }

    /// @inheritdoc IStaking
    function stakeOf(address account) external view returns (Stake memory) {
        return _stakes[account];
    }

    /// @inheritdoc IStaking
    function pool() public view returns (StakePool memory current) {
        current = _pool;
        current.advance(block.timestamp);
    }

    /* INTERNAL */

    function _stake(address account, uint96 amount) private {
        Stake memory staked = _stakes[account];
        uint256 reward = _setStake(account, staked, staked.amount + amount, account);
        emit Staked(account, msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        if (reward != 0) TOKEN.safeTransfer(account, reward);
    }

    function _withdraw(uint96 amount, Stake memory staked) private {
        if (amount > staked.amount) revert Staking_ExceedsStake(amount, staked.amount);
        uint256 reward = _setStake(msg.sender, staked, staked.amount - amount, msg.sender);
        emit Withdrawn(msg.sender, amount);
        TOKEN.safeTransfer(msg.sender, amount + reward);
    }

    function _getReward(address to) private returns (uint256 reward) {
        Stake memory staked = _stakes[msg.sender];
        reward = _setStake(msg.sender, staked, staked.amount, to);
        if (reward != 0) TOKEN.safeTransfer(to, reward);
    }

    /// @return reward What the stake earned until now, in whole wei: the caller must send it to `to`.
    function _setStake(address account, Stake memory staked, uint96 amount, address to)
        private
        returns (uint256 reward)
    {
        if (amount != 0 && amount < MINIMUM_STAKE) revert Staking_BelowMinimum(amount, MINIMUM_STAKE);
        StakePool memory current = pool();
        uint256 due = staked.accrued(current.index);
        reward = due / ONE_WEI;
        uint256 fraction = due % ONE_WEI;
        current.totalStaked = current.totalStaked - staked.amount + amount;
        // forge-lint: disable-start(unsafe-typecast) a fraction of a wei is below 2^100
        if (amount == 0) {
            delete _stakes[account];
            current.carry += uint104(fraction);
        } else {
            _stakes[account] = Stake(amount, current.index - uint160(fraction / amount));
            current.carry += uint104(fraction % amount);
        }
        // forge-lint: disable-end(unsafe-typecast)
        _pool = current;
        if (reward != 0) emit RewardPaid(account, to, reward);
    }

    function _addRewards(address from, uint256 amount) private {
        StakePool memory current = pool();
        uint256 running = current.unstreamed();
        uint256 sum = running + amount + reserve / ONE_WEI;
        uint256 rate = FixedPointMathLib.max(running == 0 ? 0 : current.rate, sum / REWARD_PERIOD);
        uint256 secs = rate == 0 ? 0 : FixedPointMathLib.min(sum / rate, REWARD_PERIOD);
        current.rate = rate.toUint72();
        current.endsAt = (block.timestamp + secs).toUint40();
        _pool = current;
        reserve = (sum - secs * rate) * ONE_WEI + reserve % ONE_WEI;
        emit RewardsAdded(from, amount, current.rate, current.endsAt);
    }
}
