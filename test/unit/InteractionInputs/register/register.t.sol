// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_Register_Test is InputScene {
    address private immutable KEY = makeAddr("key");

    function test_RevertGiven_TheCallerIsTheFirstActor() external {
        _expectRegistered(ALICE);
    }

    function test_RevertGiven_TheCallerIsALaterActor() external {
        _expectRegistered(BOB);
    }

    function test_RevertGiven_TheCallerRetiredItsKey() external {
        retire(BOB);
        _expectRegistered(BOB);
    }

    function test_RevertWhen_TheKeyIsZero() external {
        vm.expectRevert(IInteractionInputs.InteractionInputs_NoKey.selector);
        inputs.register(address(0));
    }

    function test_WhenAllIsRight() external {
        vm.expectEmit(address(inputs));
        emit IInteractionInputs.ActorRegistered(2, STRANGER, KEY);
        vm.prank(STRANGER);
        assertEq(inputs.register(KEY), 2, "numbers count up");
        assertEq(inputs.actorCount(), 3);
        (uint32 actor, bool isRegistered) = inputs.actorOf(STRANGER);
        assertEq(actor, 2);
        assertTrue(isRegistered);
        assertEq(inputs.keyOf(2, 0), KEY);
        assertEq(inputs.keyOf(2, type(uint64).max - 1), KEY, "for all postings to come");
    }

    function test_WhenTheKeyIsAnotherActors() external {
        vm.prank(STRANGER);
        assertEq(inputs.register(vm.addr(secretOf(ALICE))), 2, "what is signed names its actor");
    }

    function _expectRegistered(uint32 actor) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionInputs.InteractionInputs_AlreadyRegistered.selector, accountOf(actor), actor
            )
        );
        vm.prank(accountOf(actor));
        inputs.register(KEY);
    }
}
