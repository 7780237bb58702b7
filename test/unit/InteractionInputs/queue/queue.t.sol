// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_Queue_Test is InputScene {
    function test_GivenNothingWasForced() external view {
        _expectQueue(0, 0);
    }

    function test_GivenStridesWait() external {
        force(0);
        force(1);
        _expectQueue(0, 2);
    }

    function test_GivenSomeWerePosted() external {
        force(0);
        force(1);
        inputs.postForced();
        _expectQueue(2, 2);
        force(2);
        _expectQueue(2, 3);
    }

    function _expectQueue(uint64 first, uint64 end) private view {
        (uint64 from, uint64 to) = inputs.queue();
        assertEq(from, first);
        assertEq(to, end);
    }
}
