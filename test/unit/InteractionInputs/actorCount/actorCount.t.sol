// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_ActorCount_Test is InputScene {
    function test_GivenActorsRegistered() external {
        assertEq(inputs.actorCount(), 2);
        registerActor(2);
        assertEq(inputs.actorCount(), 3);
    }

    function test_GivenOneRetiredItsKey() external {
        retire(BOB);
        assertEq(inputs.actorCount(), 2, "numbers are never used again");
    }
}
