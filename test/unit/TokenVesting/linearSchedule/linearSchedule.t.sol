// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Step} from "src/types/VestingSchedule.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_LinearSchedule_Test is VestingScene {
    function test_RevertWhen_ThereIsNoStart() external {
        _expectRevert(0, 0, 1, 2);
    }

    function test_RevertWhen_TheCliffIsBeforeTheStart() external {
        _expectRevert(10, 0, 9, 20);
    }

    function test_RevertWhen_TheEndIsBeforeTheCliff() external {
        _expectRevert(10, 0, 20, 19);
    }

    function test_RevertWhen_MoreThanAllIsPaidAtTheStart() external {
        _expectRevert(10, 10_001, 20, 30);
    }

    function test_WhenItIsTheOfficialLine() external {
        Step[] memory line = vesting.linearSchedule(LAUNCH, 1000, LAUNCH + 12 * MONTH, LAUNCH + 36 * MONTH);
        assertEq(line.length, 3);
        give(keyOf(1));
        give(keyOf(1, line), TOTAL, false, line);
        for (uint40 day; day <= 1100; ++day) {
            vm.warp(LAUNCH + day * 1 days);
            assertEq(vesting.vestedOf(keyOf(1, line), line), vesting.vestedOf(keyOf(1), official()));
        }
    }

    function test_WhenThereIsNeitherAnInitialPartNorACliff() external view {
        Step[] memory line = vesting.linearSchedule(10, 0, 10, 20);
        assertEq(line.length, 1);
        assertEq(line[0].from(), 10);
        assertEq(line[0].to(), 20);
    }

    function test_WhenStartAndEndAreOne() external {
        uint40 time = LAUNCH + 5;
        Step[] memory line = vesting.linearSchedule(time, 300, time, time);
        give(keyOf(1, line), TOTAL, false, line);
        vm.warp(time - 1);
        assertEq(vesting.vestedOf(keyOf(1, line), line), 0);
        vm.warp(time);
        assertEq(vesting.vestedOf(keyOf(1, line), line), TOTAL);
    }

    function test_WhenAllIsPaidAtTheStart() external view {
        Step[] memory line = vesting.linearSchedule(10, 10_000, 15, 20);
        assertEq(line.length, 1);
        assertEq(line[0].from(), 10);
        assertEq(line[0].to(), 10);
    }

    function _expectRevert(uint40 start, uint256 initialBps, uint40 cliff, uint40 end) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITokenVesting.TokenVesting_LineInvalid.selector, start, initialBps, cliff, end
            )
        );
        vesting.linearSchedule(start, initialBps, cliff, end);
    }
}
