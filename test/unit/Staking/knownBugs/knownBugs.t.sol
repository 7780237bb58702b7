// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ONE_WEI} from "src/types/Stake.sol";
import {Allocation} from "src/types/Allocation.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

/// @notice What went wrong in other staking contracts, one test each.
contract Staking_KnownBugs_Test is StakingScene {
    function test_Class1_WhoAsksEachSecondIsPaidTheSame() external {
        stake(ANNA, STAKE);
        stake(BEN, STAKE);
        addRewards(PERIOD * 2 - 1); // half a wei a second for each
        (uint256 anna, uint256 ben) = (stream.balanceOf(ANNA), stream.balanceOf(BEN));
        for (uint256 i; i < 1000; ++i) {
            skip(1);
            getReward(ANNA);
        }
        getReward(BEN);
        assertEq(gained(ANNA, anna), 500);
        assertEq(gained(BEN, ben), 500);
    }

    function test_Class7_NoAllowanceIsLeft() external {
        staking.harvest(allocationKey());
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(10);
        withdraw(ANNA, STAKE);
        assertEq(stream.allowance(address(staking), address(vesting)), 0);
        assertEq(stream.allowance(address(staking), ANNA), 0);
        assertEq(stream.allowance(address(staking), GIVER), 0);
    }

    function test_Class13_NobodyStakesAtTheBeginning() external {
        addRewards(REWARDS);
        skip(3 * PERIOD);
        stake(ANNA, STAKE);
        assertEq(staking.earned(ANNA), 0);
        skip(PERIOD);
        assertEq(staking.earned(ANNA), REWARDS);
    }

    function test_Class13_NobodyStakesInTheMiddle() external {
        uint256 before = stream.balanceOf(ANNA);
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(10 days);
        withdraw(ANNA, STAKE);
        skip(100 days);
        stake(ANNA, STAKE);
        skip(20 days);
        withdraw(ANNA, STAKE);
        assertEq(gained(ANNA, before), REWARDS);
        assertEq(stream.balanceOf(address(staking)), 0);
    }

    function test_Class14_AGapBetweenPeriodsPaysNothing() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(PERIOD + 5 days);
        assertEq(staking.earned(ANNA), REWARDS);
        addRewards(REWARDS);
        assertEq(staking.earned(ANNA), REWARDS);
        skip(PERIOD + 5 days);
        assertEq(staking.earned(ANNA), 2 * REWARDS);
    }

    function test_Class14_NeverMoreThanWasAdded() external {
        uint256 before = stream.balanceOf(ANNA);
        stake(ANNA, STAKE);
        uint256 added;
        for (uint96 i = 1; i < 40; ++i) {
            addRewards(REWARDS / (i + 1) + i);
            added += REWARDS / (i + 1) + i;
            skip(uint256(i) * 1 days);
        }
        skip(PERIOD);
        withdraw(ANNA, STAKE);
        uint256 left = stream.balanceOf(address(staking));
        assertEq(gained(ANNA, before) + left, added);
        assertEq(left, staking.reserve() / ONE_WEI);
    }

    function test_Class14_DustStretchesNothing() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        for (uint256 i = 1; i <= 1000; ++i) {
            skip(1);
            addRewards(1);
            assertEq(staking.earned(ANNA), i * 1e18);
        }
        assertEq(staking.totals().rate, 1e18);
        skip(PERIOD - 1000);
        assertEq(staking.earned(ANNA), REWARDS);
    }

    function test_Class14_DustHoldsNoPeriod() external {
        stake(ANNA, STAKE);
        addRewards(PERIOD);
        skip(29 days);
        addRewards(REWARDS);
        skip(PERIOD);
        assertGe(staking.earned(ANNA), REWARDS);
    }

    function test_Class15_TheLeastStakeAndTheLargestRewards() external {
        _giveAll();
        stake(ANNA, 1e18);
        uint96 rewards = uint96(stream.balanceOf(GIVER));
        assertGt(rewards, 400_000_000e18);
        addRewards(rewards);
        skip(PERIOD);
        assertEq(staking.earned(ANNA) + staking.reserve() / ONE_WEI, rewards);
        vm.prank(ANNA);
        staking.exit();
        assertEq(stream.balanceOf(address(staking)), staking.reserve() / ONE_WEI);
    }

    function test_Class15_ForEver() external {
        _giveAll();
        stake(ANNA, 1e18);
        for (uint256 i; i < 100; ++i) {
            addRewards(uint96(stream.balanceOf(GIVER)));
            skip(PERIOD);
            vm.prank(ANNA);
            assertGt(staking.getRewardTo(GIVER), 400_000_000e18);
        }
        // all the seconds that a uint40 counts are 2^19 periods: far from the end of a uint160
        assertLt(uint256(staking.totals().index) / 100 * 2 ** 19, 2 ** 152);
    }

    /// @dev All that the creators ever get, to the giver.
    function _giveAll() private {
        skip(4 * 365 days);
        vesting.release(distribution.grantKeyOf(Allocation.Creators));
        fund(GIVER, stream.balanceOf(HOLDER), address(staking));
    }
}
