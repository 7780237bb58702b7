// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Step} from "src/types/VestingSchedule.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_ScheduleHashOf_Test is VestingScene {
    function test_WhenTheScheduleIsEmpty() external view {
        assertEq(vesting.scheduleHashOf(official()), 0);
    }

    function test_WhenThereAreSteps() external view {
        Step[] memory schedule = custom();
        bytes32 expected = keccak256(abi.encode(schedule[0], schedule[1], schedule[2]));
        assertEq(vesting.scheduleHashOf(schedule), expected);
    }
}
