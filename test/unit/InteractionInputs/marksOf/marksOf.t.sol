// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_MarksOf_Test is InputScene {
    function test_GivenNothingWasDemanded() external {
        post(1);
        assertEq(inputs.marksOf(0, 0), 0);
        assertEq(inputs.marksOf(1, type(uint256).max), 0, "of what is not posted too");
    }

    function test_GivenEveryPlaceWasDemanded() external {
        post(1);
        for (uint8 place; place < 16; ++place) {
            demand(0, place);
        }
        assertEq(inputs.marksOf(0, 0), type(uint256).max);
        for (uint8 place; place < 8; ++place) {
            show(0, place, place);
        }
        assertEq(inputs.marksOf(0, 0), ~uint256(0) << 128 | 0x00080007000600050004000300020001);
    }

    function test_GivenTheSameStrideOfAnotherPostingWasDemanded() external {
        post(1);
        demand(0, 3);
        post(1);
        demand(0, 4);
        assertEq(inputs.marksOf(0, 0), 0xffff << 48);
        assertEq(inputs.marksOf(1, 0), 0xffff << 64);
    }
}
