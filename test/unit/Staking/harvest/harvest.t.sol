// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStaking} from "src/interfaces/IStaking.sol";
import {GrantKey} from "src/types/Grant.sol";
import {ONE_WEI} from "src/types/Stake.sol";
import {Step} from "src/types/VestingSchedule.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_Harvest_Test is StakingScene {
    /// @dev 10 % of the allocation, on the day of the launch.
    uint96 private constant AT_LAUNCH = 15_000_000e18;

    function test_RevertWhen_TheGrantIsAnothers() external {
        GrantKey memory key = allocationKey();
        key.beneficiary = HOLDER;
        vm.expectRevert(
            abi.encodeWithSelector(IStaking.Staking_GrantForeign.selector, HOLDER, address(stream))
        );
        staking.harvest(key);
    }

    function test_RevertWhen_TheGrantIsOfAnotherToken() external {
        GrantKey memory key = allocationKey();
        key.token = address(vesting);
        vm.expectRevert(
            abi.encodeWithSelector(IStaking.Staking_GrantForeign.selector, address(staking), address(vesting))
        );
        staking.harvest(key);
    }

    function test_WhenTheGrantWasNeverMade() external {
        GrantKey memory key = allocationKey();
        key.salt = 77;
        assertEq(staking.harvest(key), 0);
        assertEq(staking.totals().rate, 0);
    }

    function test_GivenNothingHasVestedSince() external {
        staking.harvest(allocationKey());
        uint256 rate = staking.totals().rate;
        skip(100 days);
        assertEq(staking.harvest(allocationKey()), 0);
        assertEq(staking.totals().rate, rate);
    }

    function test_GivenSomethingHasVested() external {
        stake(ANNA, STAKE);
        uint72 rate = 5_787_037_037_037_037_037; // AT_LAUNCH / PERIOD
        bytes32 grantId = vesting.grantIdOf(allocationKey());
        vm.expectEmit(address(staking));
        emit IStaking.Harvested(grantId, AT_LAUNCH);
        vm.expectEmit(address(staking));
        emit IStaking.RewardsAdded(address(vesting), AT_LAUNCH, rate, uint40(block.timestamp) + 31 days);
        vm.prank(STRANGER);
        assertEq(staking.harvest(allocationKey()), AT_LAUNCH);
        assertEq(stream.balanceOf(address(staking)), AT_LAUNCH + STAKE);
        assertEq(staking.harvested(grantId), AT_LAUNCH);
        skip(PERIOD);
        assertEq(staking.earned(ANNA) + staking.reserve() / ONE_WEI, AT_LAUNCH);
    }

    function test_GivenSomebodyReleasedTheGrantBefore() external {
        vesting.release(allocationKey());
        assertEq(staking.harvest(allocationKey()), AT_LAUNCH);
        assertEq(staking.harvest(allocationKey()), 0);
        assertEq(staking.rewardsToCome() + staking.reserve() / ONE_WEI, AT_LAUNCH);
    }

    function test_GivenTheGrantHasAScheduleOfItsOwn() external {
        uint40 start = uint40(block.timestamp);
        Step[] memory steps = vesting.linearSchedule(start, 0, start, start + 100);
        vm.startPrank(GIVER);
        stream.approve(address(vesting), REWARDS);
        vesting.grantCustom(address(staking), address(stream), 5, REWARDS, false, steps);
        vm.stopPrank();
        GrantKey memory key =
            GrantKey(address(staking), address(stream), GIVER, 5, vesting.scheduleHashOf(steps));

        skip(50);
        assertEq(staking.harvest(key), 0);
        vesting.releaseCustom(key, steps);
        assertEq(staking.harvest(key), REWARDS / 2);
    }

    function test_GivenRewardsFlow() external {
        stake(ANNA, STAKE);
        skip(400 days);
        staking.harvest(allocationKey());
        for (uint256 i; i < 20; ++i) {
            skip(1 days);
            uint256 rate = staking.totals().rate;
            uint256 running = staking.rewardsToCome() + staking.reserve() / ONE_WEI;
            uint256 amount = staking.harvest(allocationKey());
            assertApproxEqAbs(staking.totals().rate, rate + amount / PERIOD, 2);
            assertEq(staking.rewardsToCome() + staking.reserve() / ONE_WEI, running + amount);
        }
    }

    /// @dev 9,000,000 STREAM come just before a period ends, and leave 1.85 days later.
    function test_WhenAMonthIsHarvestedJustBeforeThePeriodEnds() external {
        vm.warp(block.timestamp + 365 days);
        fund(BEN, 9_000_000e18, address(staking));
        stake(ANNA, 1_000_000e18);
        staking.harvest(allocationKey());
        vm.warp(block.timestamp + PERIOD - 1);
        stake(BEN, 9_000_000e18);

        uint256 month = vesting.releasableOf(allocationKey(), new Step[](0));
        uint256 before = _earnedOfAMonth(0);
        uint256 atTheEnd = _earnedOfAMonth(1);
        uint256 aSecondLater = _earnedOfAMonth(2);
        // the old period's last second is in each
        uint256 second = (month + 45_000_000e18) * 9 / 10 / 29 days;
        assertApproxEqAbs(before, month * 9 / 10 * 1.85 days / 30 days, month / 100 + second);
        assertApproxEqAbs(before, atTheEnd, second);
        assertApproxEqAbs(atTheEnd, aSecondLater, second);
    }

    function test_GivenTheWholeSchedule() external {
        uint256 sum;
        for (uint256 i; i < 40; ++i) {
            sum += staking.harvest(allocationKey());
            skip(PERIOD);
        }
        assertEq(sum, stream.INITIAL_SUPPLY() * 15 / 100);
    }

    /// @return portion What ben has earned 1.85 days from now if somebody harvests in `delay` seconds.
    function _earnedOfAMonth(uint256 delay) private returns (uint256 portion) {
        uint256 state = vm.snapshotState();
        uint256 then = block.timestamp + 1.85 days;
        vm.warp(block.timestamp + delay);
        staking.harvest(allocationKey());
        vm.warp(then);
        portion = staking.earned(BEN);
        assertTrue(vm.revertToState(state));
    }
}
