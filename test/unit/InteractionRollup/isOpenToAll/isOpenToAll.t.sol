// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {InteractionScene} from "test/helpers/InteractionScene.sol";

contract InteractionRollup_IsOpenToAll_Test is InteractionScene {
    function test_GivenNothingWasEverFinal() external {
        uint256 from = 1_800_000_000 + 2 * ASSERTION_WINDOW;
        vm.warp(from);
        assertFalse(interactions.isOpenToAll());
        vm.warp(from + 1);
        assertTrue(interactions.isOpenToAll());
    }

    function test_GivenAStateIsFinal() external {
        Posted memory posted = settled(likes(1));
        confirmTruth(posted, execute(posted));
        uint256 from = block.timestamp + interactions.ESCAPE_TIME();
        vm.warp(from);
        assertFalse(interactions.isOpenToAll());
        vm.warp(from + 1);
        assertTrue(interactions.isOpenToAll());
    }
}
