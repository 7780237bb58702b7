// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {ERC20} from "solady/tokens/ERC20.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

import {Staking} from "src/token/Staking.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {GrantKey} from "src/types/Grant.sol";
import {ONE_WEI, StakeTotals} from "src/types/Stake.sol";
import {StakingTwin} from "test/helpers/StakingTwin.sol";

/// @notice Four stakers, a thief and time, beside a twin that counts by the book. It pays for everything.
contract StakingHandler is Test {
    uint256 public constant STAKERS = 4;
    uint96 private constant MINIMUM = 1e18;

    Staking private immutable STAKING;
    ERC20 private immutable STREAM;
    ITokenVesting private immutable VESTING;
    StakingTwin public immutable TWIN = new StakingTwin(STAKERS);
    address public immutable THIEF = makeAddr("thief");

    address[STAKERS] public stakers = [makeAddr("one"), makeAddr("two"), makeAddr("three"), makeAddr("four")];
    /// @notice Where {Staking.getRewardTo} pays the staker of the same number.
    address[STAKERS] public purses =
        [makeAddr("purse one"), makeAddr("purse two"), makeAddr("purse three"), makeAddr("purse four")];
    GrantKey private _key;

    /// @notice What each staker was given to stake, and all that was added to the rewards, in wei.
    uint256[STAKERS] public given;
    uint256 public added;

    StakeTotals private _seen;
    uint256[STAKERS] private _seenGains;

    constructor(Staking staking, ERC20 stream, ITokenVesting vesting, GrantKey memory key) {
        (STAKING, STREAM, VESTING, _key) = (staking, stream, vesting, key);
        STREAM.approve(address(STAKING), type(uint256).max);
        for (uint256 i; i < STAKERS; ++i) {
            vm.prank(stakers[i]);
            STREAM.approve(address(STAKING), type(uint256).max);
        }
        _seen = STAKING.totals();
    }

    /* ACTIONS */

    function stake(uint256 who, uint256 seed, bool byAnother) external {
        who %= STAKERS;
        uint96 amount = _amount(seed);
        uint256 whole = STAKING.stakeOf(stakers[who]).amount + amount;
        bool enough = whole == 0 || whole >= MINIMUM;
        if (enough) given[who] += amount;
        if (!byAnother) {
            assertTrue(STREAM.transfer(stakers[who], amount));
            vm.prank(stakers[who]);
        }
        try STAKING.stakeFor(stakers[who], amount) {
            assertTrue(enough, "staked <=> nothing or the minimum");
            TWIN.setAmount(who, whole);
        } catch {
            assertFalse(enough, "staked <=> nothing or the minimum");
            if (!byAnother) _takeBack(who, amount);
        }
        _look(STAKERS);
    }

    /// @param seed Of the part that is left: nothing, the minimum, less than that, or anything.
    function withdraw(uint256 who, uint256 seed) external {
        who %= STAKERS;
        uint96 whole = STAKING.stakeOf(stakers[who]).amount;
        uint96 left = uint96([0, MINIMUM, MINIMUM - 1, whole / 2, (seed >> 8) % 2 ** 96][seed % 5]);
        uint96 amount = left > whole ? whole + 1 : whole - left;
        bool allowed = amount <= whole && (left == 0 || left >= MINIMUM);
        vm.prank(stakers[who]);
        try STAKING.withdraw(amount) {
            assertTrue(allowed, "withdrawn <=> there, and nothing or the minimum is left");
            TWIN.setAmount(who, left);
        } catch {
            assertFalse(allowed, "withdrawn <=> there, and nothing or the minimum is left");
        }
        _look(STAKERS);
    }

    function exit(uint256 who) external {
        who %= STAKERS;
        vm.prank(stakers[who]);
        STAKING.exit();
        TWIN.setAmount(who, 0);
        _look(STAKERS);
    }

    function getReward(uint256 who, bool toPurse) external {
        who %= STAKERS;
        uint256 due = STAKING.earned(stakers[who]);
        vm.prank(stakers[who]);
        assertEq(toPurse ? STAKING.getRewardTo(purses[who]) : STAKING.getReward(), due, "paid == earned");
        _look(STAKERS);
    }

    function emergencyWithdraw(uint256 who) external {
        who %= STAKERS;
        bool hasStake = STAKING.stakeOf(stakers[who]).amount != 0;
        vm.prank(stakers[who]);
        try STAKING.emergencyWithdraw() {
            assertTrue(hasStake, "emergency <=> there is a stake");
            TWIN.leave(who, gains(who));
        } catch {
            assertFalse(hasStake, "emergency <=> there is a stake");
        }
        _look(who);
    }

    function addRewards(uint256 seed) external {
        uint96 amount = _amount(seed);
        uint256 waiting = _waiting();
        STAKING.addRewards(amount);
        _added(amount, waiting);
    }

    /// @param released Whether somebody has released the grant before, and told nobody.
    function harvest(bool released) external {
        if (released) VESTING.release(_key);
        uint256 waiting = _waiting();
        _added(STAKING.harvest(_key), waiting);
    }

    /// @param seed Of a jump: none, a second, hours, weeks, or a year and more.
    function wait(uint256 seed) external {
        uint256[5] memory most = [uint256(1), 2, 1 days, 60 days, 500 days];
        vm.warp(vm.getBlockTimestamp() + (seed >> 8) % most[seed % 5]);
        _look(STAKERS);
    }

    /// @dev Whatever is tried, the thief has nothing afterwards.
    function steal(uint256 who, uint256 seed) external {
        address victim = stakers[who % STAKERS];
        GrantKey memory foreign = _key;
        foreign.beneficiary = THIEF;
        vm.startPrank(THIEF);
        _refused(address(STAKING), abi.encodeCall(STAKING.withdraw, (1 + _amount(seed))));
        _refused(address(STAKING), abi.encodeCall(STAKING.emergencyWithdraw, ()));
        _refused(address(STAKING), abi.encodeCall(STAKING.harvest, (foreign)));
        bytes32 word = bytes32(uint256(1));
        _refused(
            address(STAKING),
            abi.encodeCall(STAKING.stakeWithPermit, (MINIMUM, block.timestamp, 27, word, word))
        );
        _refused(address(STREAM), abi.encodeCall(STREAM.transferFrom, (address(STAKING), THIEF, 1)));
        STAKING.exit();
        STAKING.getReward();
        STAKING.getRewardTo(THIEF);
        // costs the victim nothing: at most it is paid what it has earned
        if (STAKING.stakeOf(victim).amount != 0) STAKING.stakeFor(victim, 0);
        vm.stopPrank();
        _look(STAKERS);
    }

    /* WHAT THE INVARIANTS SUM UP */

    /// @return All that a staker ever got out of its stakes, or could get now, in wei.
    function gains(uint256 who) public view returns (uint256) {
        uint256 held = STREAM.balanceOf(stakers[who]) + STREAM.balanceOf(purses[who]);
        return held + STAKING.stakeOf(stakers[who]).amount + STAKING.earned(stakers[who]) - given[who];
    }

    /// @return sum Σ rewards paid, in wei.
    function paid() external view returns (uint256 sum) {
        for (uint256 i; i < STAKERS; ++i) {
            sum += gains(i) - STAKING.earned(stakers[i]);
        }
    }

    /// @return sum Σ stakes, in wei.
    function staked() external view returns (uint256 sum) {
        for (uint256 i; i < STAKERS; ++i) {
            sum += STAKING.stakeOf(stakers[i]).amount;
        }
    }

    /// @return sum Σ rewards that wait for a staker, in 10^-30 wei.
    function accrued() external view returns (uint256 sum) {
        uint160 index = STAKING.totals().index;
        for (uint256 i; i < STAKERS; ++i) {
            sum += STAKING.stakeOf(stakers[i]).accrued(index);
        }
    }

    /* INTERNAL */

    function _added(uint256 amount, uint256 waiting) private {
        added += amount;
        TWIN.addRewards(amount, waiting);
        _look(STAKERS);
    }

    /// @dev Looks at everything after every action.
    /// @param leaver Who gave its rewards up, if anybody did.
    function _look(uint256 leaver) private {
        StakeTotals memory current = STAKING.totals();
        assertGe(current.index, _seen.index, "PAY-1: the index never falls");
        for (uint256 i; i < STAKERS; ++i) {
            uint256 now_ = gains(i);
            if (i != leaver) assertGe(now_, _seenGains[i], "PAY-1: nobody lowers what another has earned");
            _seenGains[i] = now_;
        }
        _seen = current;
    }

    /// @return The reserve, in the digits of the twin.
    function _waiting() private view returns (uint256) {
        return FixedPointMathLib.fullMulDiv(STAKING.reserve(), TWIN.ONE_WEI(), ONE_WEI);
    }

    function _refused(address target, bytes memory call) private {
        (bool succeeded,) = target.call(call);
        assertFalse(succeeded, "PAY-2: what a thief tries is refused");
    }

    function _takeBack(uint256 who, uint256 amount) private {
        vm.prank(stakers[who]);
        assertTrue(STREAM.transfer(address(this), amount));
    }

    /// @dev Nothing, dust, the least stake, a wei more, or up to ten million STREAM, as far as the money goes.
    function _amount(uint256 seed) private view returns (uint96) {
        uint256 any = seed >> 8;
        uint256 amount = [0, any % 1e7, MINIMUM, MINIMUM + 1, any % 1e22, any % 1e25][seed % 6];
        uint256 left = STREAM.balanceOf(address(this));
        return uint96(amount < left ? amount : left);
    }
}
