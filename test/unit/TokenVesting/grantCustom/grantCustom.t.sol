// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {GrantKey} from "src/types/Grant.sol";
import {Step, stepOf} from "src/types/VestingSchedule.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_GrantCustom_Test is VestingScene {
    function test_RevertWhen_ThereAreTooManySteps() external {
        Step[] memory schedule = new Step[](65);
        for (uint40 i; i < 65; ++i) {
            schedule[i] = stepOf(LAUNCH + i, LAUNCH + i, 1);
        }
        _expectRevert(schedule, abi.encodeWithSelector(ITokenVesting.TokenVesting_TooManySteps.selector, 65));
    }

    function test_RevertWhen_AStepEndsBeforeItBegins() external {
        Step[] memory schedule = custom();
        schedule[2] = stepOf(LAUNCH + 6 * MONTH, LAUNCH + 6 * MONTH - 1, 1);
        _expectInvalid(schedule, 2);
    }

    function test_RevertWhen_AStepBeginsBeforeTheLastOneEnds() external {
        Step[] memory schedule = custom();
        schedule[1] = stepOf(LAUNCH - 1, LAUNCH, 1);
        _expectInvalid(schedule, 1);
    }

    function test_RevertWhen_AStepHasNoWeight() external {
        Step[] memory schedule = custom();
        schedule[1] = stepOf(LAUNCH, LAUNCH, 0);
        _expectInvalid(schedule, 1);
    }

    function test_RevertWhen_AStepHasNoBeginning() external {
        Step[] memory schedule = custom();
        schedule[0] = stepOf(0, LAUNCH, 1);
        _expectInvalid(schedule, 0);
    }

    function test_RevertWhen_AStepHasBitsBeyondItsFields() external {
        Step[] memory schedule = custom();
        schedule[0] = Step.wrap(Step.unwrap(schedule[0]) | 1 << 176);
        _expectInvalid(schedule, 0);
    }

    function test_WhenTheScheduleIsValid() external {
        GrantKey memory key = keyOf(1, custom());
        vm.expectEmit(address(vesting));
        emit ITokenVesting.ScheduleUsed(key.schedule, custom());
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Granted(
            vesting.grantIdOf(key), BENEFICIARY, GRANTER, address(stream), 1, key.schedule, TOTAL, false
        );
        give(key, TOTAL, false, custom());
        assertEq(vesting.vestedOf(key, custom()), TOTAL / 5);
    }

    function test_WhenTheScheduleIsEmpty() external {
        vm.prank(GRANTER);
        vesting.grantCustom(BENEFICIARY, address(stream), 1, TOTAL, false, official());
        assertEq(vesting.release(keyOf(1)), TOTAL / 10);
    }

    function test_WhenAllOfTheScheduleHasPassed() external {
        Step[] memory schedule = vesting.linearSchedule(1, 0, 1, LAUNCH - 1);
        give(keyOf(1, schedule), TOTAL, false, schedule);
        assertEq(vesting.releaseCustom(keyOf(1, schedule), schedule), TOTAL);
    }

    function test_WhenThereAreAsManyStepsAsMayBe() external {
        Step[] memory schedule = new Step[](64);
        uint96 total;
        for (uint40 i; i < 64; ++i) {
            uint96 amount = uint96(uint256(keccak256(abi.encode(i))) % 1e18) + 1;
            schedule[i] = stepOf(LAUNCH + i * MONTH, LAUNCH + i * MONTH, amount);
            total += amount;
        }
        GrantKey memory key = keyOf(1, schedule);
        give(key, total, false, schedule);
        for (uint40 i; i < 64; ++i) {
            vm.warp(LAUNCH + i * MONTH);
            assertEq(vesting.releaseCustom(key, schedule), schedule[i].weight());
        }
        assertEq(stream.balanceOf(BENEFICIARY), total);
    }

    function _expectInvalid(Step[] memory schedule, uint256 index) private {
        _expectRevert(
            schedule, abi.encodeWithSelector(ITokenVesting.TokenVesting_StepInvalid.selector, index)
        );
    }

    function _expectRevert(Step[] memory schedule, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(GRANTER);
        vesting.grantCustom(BENEFICIARY, address(stream), 1, TOTAL, false, schedule);
    }
}
