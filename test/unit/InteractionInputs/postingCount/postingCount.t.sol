// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_PostingCount_Test is InputScene {
    function test_GivenThereIsNoPosting() external {
        force(0);
        assertEq(inputs.postingCount(), 0, "what waits is no posting");
    }

    function test_GivenStridesWerePostedAndForced() external {
        post(3);
        force(0);
        inputs.postForced();
        assertEq(inputs.postingCount(), 2);
    }
}
