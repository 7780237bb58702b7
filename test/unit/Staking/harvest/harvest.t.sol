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
        vm.expectEmit(address(staking));
        emit IStaking.RewardsAdded(address(vesting), AT_LAUNCH, rate, uint40(block.timestamp) + PERIOD);
        vm.prank(STRANGER);
        assertEq(staking.harvest(allocationKey()), AT_LAUNCH);
        assertEq(stream.balanceOf(address(staking)), AT_LAUNCH + STAKE);
        assertEq(staking.harvested(vesting.grantIdOf(allocationKey())), AT_LAUNCH);
        skip(PERIOD);
        assertEq(staking.earned(ANNA) + staking.reserve() / ONE_WEI, AT_LAUNCH);
    }

    function test_GivenSomebodyReleasedTheGrantBefore() external {
        vesting.release(allocationKey());
        assertEq(staking.harvest(allocationKey()), AT_LAUNCH);
        assertEq(staking.harvest(allocationKey()), 0);
        assertEq(staking.totals().unstreamed() + staking.reserve() / ONE_WEI, AT_LAUNCH);
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
        uint256 rate = staking.totals().rate;
        for (uint256 i; i < 20; ++i) {
            skip(1 days);
            uint256 running = staking.totals().unstreamed();
            uint256 amount = staking.harvest(allocationKey());
            assertGt(amount, 0);
            assertEq(staking.totals().rate, rate);
            assertApproxEqAbs(staking.totals().unstreamed(), running + amount, 2 * rate);
        }
    }

    function test_GivenTheWholeSchedule() external {
        uint256 sum;
        for (uint256 i; i < 40; ++i) {
            sum += staking.harvest(allocationKey());
            skip(PERIOD);
        }
        assertEq(sum, stream.INITIAL_SUPPLY() * 15 / 100);
    }
}
