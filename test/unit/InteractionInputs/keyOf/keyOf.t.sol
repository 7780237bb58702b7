// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_KeyOf_Test is InputScene {
    function test_GivenThereIsNoSuchActor() external view {
        assertEq(inputs.keyOf(2, 0), address(0));
        assertEq(inputs.keyOf(type(uint256).max, 0), address(0));
        assertEq(inputs.keyOf((1 << 32) + BOB, 0), address(0), "not cut");
    }

    function test_GivenTheActorRegistered() external view {
        assertEq(inputs.keyOf(ALICE, 0), vm.addr(secretOf(ALICE)));
        assertEq(inputs.keyOf(BOB, type(uint64).max - 1), vm.addr(secretOf(BOB)));
    }

    function test_GivenTheKeyWasRetired() external {
        post(1);
        retire(BOB);
        assertEq(inputs.keyOf(BOB, 0), vm.addr(secretOf(BOB)));
        assertEq(inputs.keyOf(BOB, 1), address(0));
        assertEq(inputs.keyOf(BOB, 2), address(0));
    }
}
