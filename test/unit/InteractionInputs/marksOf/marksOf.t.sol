// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_MarksOf_Test is InputScene {
    function test_GivenNothingWasDemanded() external {
        post(1);
        assertEq(inputs.marksOf(0, 0), 0);
        assertEq(inputs.marksOf(1, type(uint256).max), 0, "of what is not posted too");
    }

    function test_GivenASignatureIsMissing() external {
        post(2);
        demand(0, 2);
        demand(0, 3);
        show(0, 3, 0);
        assertEq(inputs.marksOf(0, 0), type(uint256).max);
        assertEq(inputs.marksOf(0, 1), type(uint256).max, "the whole posting");
    }

    function test_GivenAllSignaturesWereShown() external {
        post(1);
        for (uint8 place; place < COMMENT_PLACE; ++place) {
            demand(0, place);
        }
        for (uint8 place; place < COMMENT_PLACE; ++place) {
            show(0, place, place);
        }
        assertEq(inputs.marksOf(0, 0), 0x00080007000600050004000300020001);
        // a later version of one that was shown
        show(0, 0, 8);
        assertEq(inputs.marksOf(0, 0), 0x00080007000600050004000300020009);
    }

    function test_GivenTheSameStrideOfAnotherPostingWasDemanded() external {
        post(1);
        demand(0, 3);
        show(0, 3, 0);
        post(1);
        demand(0, 4);
        assertEq(inputs.marksOf(0, 0), 1 << 48);
    }
}
