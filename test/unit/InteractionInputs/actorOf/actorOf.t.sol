// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_ActorOf_Test is InputScene {
    function test_GivenTheAccountHasNoNumber() external view {
        _expectActor(STRANGER, 0, false);
        _expectActor(vm.addr(secretOf(ALICE)), 0, false);
    }

    function test_GivenItIsTheFirstActor() external view {
        _expectActor(accountOf(ALICE), 0, true);
    }

    function test_GivenItIsALaterActor() external view {
        _expectActor(accountOf(BOB), 1, true);
    }

    function _expectActor(address account, uint32 number_, bool registered) private view {
        (uint32 actor, bool isRegistered) = inputs.actorOf(account);
        assertEq(actor, number_);
        assertEq(isRegistered, registered);
    }
}
