// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ONE_WEI, StakeTotals} from "src/types/Stake.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";
import {StakingTwin} from "test/helpers/StakingTwin.sol";
import {StakingHandler} from "test/invariant/handlers/StakingHandler.sol";

contract Staking_Invariants is StakingScene {
    StakingHandler private _handler;

    function setUp() public override {
        super.setUp();
        _handler = new StakingHandler(staking, stream, vesting, allocationKey());
        fund(address(_handler), 20_000_000e18, address(staking));
        targetContract(address(_handler));
    }

    function invariant_All() external {
        _PAY2_Stakes();
        _PAY2_Solvency();
        _PAY2_Conservation();
        _PAY1_Twin();
        _PAY1_Rate();
        _PAY1_RewardsWaitWhileNothingIsStaked();
        _PAY1_EveryAdditionEnds();
        _PAY1_TimingDecidesNothing();
        _PAY2_MinimumStake();
        _PAY2_Bounds();
        _PAY2_NoAllowance();
        _PAY2_Thief();
        _PAY3_EmergencyAlwaysWorks();
        _PAY2_AllIsPaidInTheEnd();
    }

    function _PAY2_Stakes() private view {
        assertEq(_handler.staked(), staking.totals().totalStaked, "PAY-2: sum(stakes) == totalStaked");
    }

    function _PAY2_Solvency() private view {
        StakeTotals memory totals = staking.totals();
        uint256 whole = totals.totalStaked + staking.rewardsToCome();
        assertEq(
            whole * ONE_WEI + _handler.accrued() + totals.carry + staking.reserve(),
            stream.balanceOf(address(staking)) * ONE_WEI,
            "PAY-2: stakes + accrued + to come + carry + reserve == balance, to the 10^-30 wei"
        );
    }

    function _PAY2_Conservation() private view {
        uint256 paid = _handler.paid();
        assertLe(paid, _handler.added(), "PAY-2: sum(paid) <= sum(added)");
        assertEq(
            _handler.added() - paid,
            stream.balanceOf(address(staking)) - staking.totals().totalStaked,
            "PAY-2: sum(added) - sum(paid) == balance - sum(stakes)"
        );
    }

    function _PAY1_Twin() private {
        StakingTwin twin = _handler.TWIN();
        twin.advance();
        for (uint256 i; i < _handler.STAKERS(); ++i) {
            uint256 exact = twin.earned(i) / twin.ONE_WEI();
            assertApproxEqAbs(
                _handler.gains(i),
                exact,
                twin.tolerance(),
                "PAY-1: paid + earned == sum(rate * portion of each second)"
            );
        }
        assertApproxEqAbs(
            staking.reserve() / ONE_WEI,
            twin.reserve() / twin.ONE_WEI(),
            twin.tolerance(),
            "PAY-2: reserve == forfeited + rest"
        );
    }

    function _PAY1_Rate() private {
        StakingTwin twin = _handler.TWIN();
        twin.advance();
        assertEq(staking.totals().rate, twin.rate(), "PAY-1: rate == sum(rates of the additions that flow)");
    }

    function _PAY1_RewardsWaitWhileNothingIsStaked() private {
        StakingTwin twin = _handler.TWIN();
        twin.advance();
        assertEq(staking.rewardsToCome(), twin.toCome(), "PAY-1: to come == sum(rate * time left)");
        if (staking.totals().totalStaked != 0) return;
        uint256 state = vm.snapshotState();
        vm.warp(block.timestamp + 500 days);
        assertEq(staking.rewardsToCome(), twin.toCome(), "PAY-1: rewards wait while nothing is staked");
        assertTrue(vm.revertToState(state));
    }

    function _PAY1_EveryAdditionEnds() private {
        uint256 state = vm.snapshotState();
        stake(BEN, 1e18);
        vm.warp(block.timestamp + 31 days);
        assertEq(staking.totals().rate, 0, "PAY-1: each addition flows for 31 days at most");
        assertEq(staking.rewardsToCome(), 0, "PAY-1: each addition flows for 31 days at most");
        assertTrue(vm.revertToState(state));
    }

    /// @dev Whatever flows already, and whenever the same addition is made.
    function _PAY1_TimingDecidesNothing() private {
        uint256 begin = block.timestamp;
        uint256[2] memory portions;
        for (uint256 i; i < 2; ++i) {
            uint256 state = vm.snapshotState();
            stake(BEN, STAKE);
            vm.warp(begin + i);
            addRewards(1_000_000e18);
            vm.warp(begin + 1.85 days);
            portions[i] = staking.earned(BEN);
            assertTrue(vm.revertToState(state));
        }
        uint256 second = (1_000_000e18 + staking.reserve() / ONE_WEI) / 29 days;
        assertApproxEqAbs(
            portions[0], portions[1], second + 8 days, "PAY-1: a second sooner or later is a second's rewards"
        );
    }

    function _PAY2_MinimumStake() private view {
        for (uint256 i; i < _handler.STAKERS(); ++i) {
            uint256 amount = staking.stakeOf(_handler.stakers(i)).amount;
            assertTrue(amount == 0 || amount >= staking.MINIMUM_STAKE(), "PAY-2: stake == 0 or >= minimum");
        }
    }

    function _PAY2_Bounds() private view {
        StakeTotals memory totals = staking.totals();
        assertLt(totals.carry, 2 ** 90 + ONE_WEI, "PAY-2: carry < supply + 1 wei");
        assertLt(totals.index, 2 ** 152, "PAY-2: index < 2^152");
        assertLt(totals.rate, 2 ** 71, "PAY-2: rate < 2^71");
    }

    function _PAY2_NoAllowance() private view {
        for (uint256 i; i < _handler.STAKERS(); ++i) {
            assertEq(stream.allowance(address(staking), _handler.stakers(i)), 0, "PAY-2: no allowance");
        }
        assertEq(stream.allowance(address(staking), address(vesting)), 0, "PAY-2: no allowance");
        assertEq(stream.allowance(address(staking), _handler.THIEF()), 0, "PAY-2: no allowance");
    }

    function _PAY2_Thief() private view {
        assertEq(stream.balanceOf(_handler.THIEF()), 0, "PAY-2: who staked nothing gets nothing");
    }

    function _PAY3_EmergencyAlwaysWorks() private {
        uint256 state = vm.snapshotState();
        for (uint256 i; i < _handler.STAKERS(); ++i) {
            address staker = _handler.stakers(i);
            uint256 amount = staking.stakeOf(staker).amount;
            if (amount == 0) continue;
            uint256 before = stream.balanceOf(staker);
            emergencyWithdraw(staker);
            assertEq(gained(staker, before), amount, "PAY-3: emergencyWithdraw pays the whole stake");
        }
        assertEq(staking.totals().totalStaked, 0, "PAY-3: emergencyWithdraw pays the whole stake");
        assertTrue(vm.revertToState(state));
    }

    function _PAY2_AllIsPaidInTheEnd() private {
        uint256 state = vm.snapshotState();
        fund(BEN, 1e18, address(staking));
        stake(BEN, 1e18);
        vm.warp(block.timestamp + 31 days);
        // what was forfeited waits for an addition
        staking.addRewards(0);
        vm.warp(block.timestamp + 31 days);
        for (uint256 i; i < _handler.STAKERS(); ++i) {
            vm.prank(_handler.stakers(i));
            staking.exit();
        }
        vm.prank(BEN);
        staking.exit();
        assertLt(
            stream.balanceOf(address(staking)),
            31 days + 6,
            "PAY-2: in the end less than a wei a second is left"
        );
        assertTrue(vm.revertToState(state));
    }
}
