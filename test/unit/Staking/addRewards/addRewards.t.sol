// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IStaking} from "src/interfaces/IStaking.sol";
import {ONE_WEI} from "src/types/Stake.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_AddRewards_Test is StakingScene {
    function test_RevertWhen_TheCallerApprovedLess() external {
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(STRANGER);
        staking.addRewards(1);
    }

    function test_RevertWhen_TheAmountIsMoreThanThereIs() external {
        vm.expectRevert(SafeCastLib.Overflow.selector);
        addRewards(type(uint96).max);
    }

    function test_GivenNoRewardsFlow() external {
        stake(ANNA, STAKE);
        uint40 endsAt = uint40(block.timestamp) + 31 days;
        uint256 before = stream.balanceOf(GIVER);
        vm.expectEmit(address(staking));
        emit IStaking.RewardsAdded(GIVER, REWARDS + 5, 1e18, endsAt);
        addRewards(REWARDS + 5);
        assertEq(before - stream.balanceOf(GIVER), REWARDS + 5);
        assertEq(staking.totals().rate, 1e18);
        assertEq(staking.rewardsToCome(), REWARDS);
        assertEq(staking.reserve(), 5 * ONE_WEI);
        skip(PERIOD);
        assertEq(staking.earned(ANNA), REWARDS);
        assertEq(staking.totals().rate, 0);
    }

    function test_WhenThePeriodEndsWithinADay() external {
        stake(ANNA, STAKE);
        skip(8 hours);
        addRewards(REWARDS);
        // two thirds end 8 hours before the period does, one third 16 hours after
        uint256 sooner = uint256(REWARDS) * 2 / 3 / (PERIOD - 8 hours);
        uint256 later = (REWARDS - sooner * (PERIOD - 8 hours)) / (PERIOD + 16 hours);
        assertEq(staking.totals().rate, sooner + later);
        skip(PERIOD - 8 hours - 1);
        assertEq(staking.totals().rate, sooner + later);
        skip(1);
        assertEq(staking.totals().rate, later);
        skip(1 days);
        assertEq(staking.totals().rate, 0);
        assertEq(staking.earned(ANNA) + staking.reserve() / ONE_WEI, REWARDS);
    }

    function test_GivenRewardsFlow() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(15 days);
        addRewards(REWARDS / 10);
        assertEq(staking.totals().rate, 1.1e18);
        skip(15 days);
        assertEq(staking.earned(ANNA), uint256(REWARDS) + REWARDS / 20);
        assertEq(staking.totals().rate, 0.1e18);
        skip(15 days);
        assertEq(staking.earned(ANNA), uint256(REWARDS) + REWARDS / 10);
    }

    function test_WhenTheSameIsAddedASecondLater() external {
        uint256 second = uint256(REWARDS) / 29 days;
        stake(ANNA, STAKE);
        addRewards(9 * REWARDS / 10);
        // around the end of a period and around midnight, when parts change, and at any other time
        uint256[4] memory times = [block.timestamp, PERIOD - 1, PERIOD, 17 hours];
        for (uint256 i = 1; i < times.length; ++i) {
            uint256 sooner = _earnedWhenAddedAt(times[0] + times[i]);
            uint256 later = _earnedWhenAddedAt(times[0] + times[i] + 1);
            assertApproxEqAbs(sooner, later, second + 1);
            assertGt(sooner, later);
        }
    }

    function test_WhenLessThanAWeiASecondIsAdded() external {
        stake(ANNA, STAKE);
        addRewards(PERIOD - 1);
        assertEq(staking.totals().rate, 0);
        assertEq(staking.reserve(), (PERIOD - 1) * ONE_WEI);
        addRewards(1);
        assertEq(staking.totals().rate, 1);
        assertEq(staking.reserve(), 0);
        skip(PERIOD);
        assertEq(staking.earned(ANNA), PERIOD);
    }

    function test_GivenNobodyStakes() external {
        addRewards(REWARDS);
        skip(20 days);
        assertEq(staking.rewardsToCome(), REWARDS);
        stake(ANNA, STAKE);
        skip(PERIOD);
        assertEq(staking.earned(ANNA), REWARDS);
    }

    function test_GivenTheRewardsHaveEnded() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(PERIOD);
        addRewards(REWARDS / 3);
        assertEq(staking.totals().rate, 1e18 / uint256(3));
        skip(PERIOD);
        assertEq(staking.earned(ANNA) + staking.reserve() / ONE_WEI, REWARDS + REWARDS / 3);
    }

    /// @return portion What anna has earned two days after the others' rewards have ended.
    function _earnedWhenAddedAt(uint256 time) private returns (uint256 portion) {
        uint256 state = vm.snapshotState();
        uint256 then = block.timestamp + PERIOD + 2 days;
        vm.warp(time);
        addRewards(REWARDS);
        vm.warp(then);
        portion = staking.earned(ANNA);
        assertTrue(vm.revertToState(state));
    }
}
