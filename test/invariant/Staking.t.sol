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

    function invariant_PAY2_Stakes() external view {
        assertEq(_handler.staked(), staking.totals().totalStaked, "PAY-2: sum(stakes) == totalStaked");
    }

    function invariant_PAY2_Solvency() external view {
        StakeTotals memory totals = staking.totals();
        uint256 whole = totals.totalStaked + staking.rewardsToCome();
        assertEq(
            whole * ONE_WEI + _handler.accrued() + totals.carry + staking.reserve(),
            stream.balanceOf(address(staking)) * ONE_WEI,
            "PAY-2: stakes + accrued + to come + carry + reserve == balance, to the 10^-30 wei"
        );
    }

    function invariant_PAY2_Conservation() external view {
        uint256 paid = _handler.paid();
        assertLe(paid, _handler.added(), "PAY-2: sum(paid) <= sum(added)");
        assertEq(
            _handler.added() - paid,
            stream.balanceOf(address(staking)) - staking.totals().totalStaked,
            "PAY-2: sum(added) - sum(paid) == balance - sum(stakes)"
        );
    }

    function invariant_PAY1_Twin() external {
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

    function invariant_PAY1_Rate() external {
        StakingTwin twin = _handler.TWIN();
        twin.advance();
        assertEq(staking.totals().rate, twin.rate(), "PAY-1: rate == sum(rates of the additions that flow)");
    }

    function invariant_PAY1_RewardsWaitWhileNothingIsStaked() external {
        StakingTwin twin = _handler.TWIN();
        twin.advance();
        assertEq(staking.rewardsToCome(), twin.toCome(), "PAY-1: to come == sum(rate * time left)");
        if (staking.totals().totalStaked != 0) return;
        uint256 state = vm.snapshotState();
        vm.warp(block.timestamp + 500 days);
        assertEq(staking.rewardsToCome(), twin.toCome(), "PAY-1: rewards wait while nothing is staked");
        assertTrue(vm.revertToState(state));
    }

    function invariant_PAY1_EveryAdditionEnds() external {
        uint256 state = vm.snapshotState();
        stake(BEN, 1e18);
        vm.warp(block.timestamp + 31 days);
        assertEq(staking.totals().rate, 0, "PAY-1: each addition flows for 31 days at most");
        assertEq(staking.rewardsToCome(), 0, "PAY-1: each addition flows for 31 days at most");
        assertTrue(vm.revertToState(state));
    }

    /// @dev Whatever flows already, and whenever the same addition is made.
    function invariant_PAY1_TimingDecidesNothing() external {
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

    function invariant_PAY2_MinimumStake() external view {
        for (uint256 i; i < _handler.STAKERS(); ++i) {
            uint256 amount = staking.stakeOf(_handler.stakers(i)).amount;
            assertTrue(amount == 0 || amount >= staking.MINIMUM_STAKE(), "a stake is 0 or >= the minimum");
        }
    }

    function invariant_PAY2_Bounds() external view {
        StakeTotals memory totals = staking.totals();
        assertLt(totals.carry, 2 ** 90 + ONE_WEI, "PAY-2: carry < supply + 1 wei");
        assertLt(totals.index, 2 ** 152, "PAY-2: index < 2^152");
        assertLt(totals.rate, 2 ** 71, "PAY-2: rate < 2^71");
    }

    function invariant_PAY2_NoAllowance() external view {
        for (uint256 i; i < _handler.STAKERS(); ++i) {
            assertEq(stream.allowance(address(staking), _handler.stakers(i)), 0, "PAY-2: no allowance");
        }
        assertEq(stream.allowance(address(staking), address(vesting)), 0, "PAY-2: no allowance");
        assertEq(stream.allowance(address(staking), _handler.THIEF()), 0, "PAY-2: no allowance");
    }

    function invariant_PAY2_Thief() external view {
        assertEq(stream.balanceOf(_handler.THIEF()), 0, "PAY-2: who staked nothing gets nothing");
    }

    function invariant_PAY3_EmergencyAlwaysWorks() external {
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

    function invariant_PAY2_AllIsPaidInTheEnd() external {
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
