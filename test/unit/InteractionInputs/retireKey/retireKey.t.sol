// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_RetireKey_Test is InputScene {
    function test_RevertGiven_TheCallerIsNoActor() external {
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionInputs.InteractionInputs_NotRegistered.selector, STRANGER)
        );
        vm.prank(STRANGER);
        inputs.retireKey();
    }

    function test_GivenThereArePostings() external {
        post(1);
        post(1);
        _expectRetired(2);
        assertEq(inputs.keyOf(BOB, 1), vm.addr(secretOf(BOB)), "it signed for the last posting");
        assertEq(inputs.keyOf(BOB, 2), address(0), "and signs for no other");
        assertEq(inputs.keyOf(BOB, type(uint64).max), address(0));
        assertEq(inputs.keyOf(ALICE, 2), vm.addr(secretOf(ALICE)), "others keep theirs");
    }

    function test_GivenThereIsNoPosting() external {
        _expectRetired(0);
        assertEq(inputs.keyOf(BOB, 0), address(0));
    }

    function test_GivenItWasRetiredBefore() external {
        post(1);
        retire(BOB);
        post(1);
        _expectRetired(1);
        assertEq(inputs.keyOf(BOB, 1), address(0), "for ever");
    }

    function _expectRetired(uint64 from) private {
        vm.expectEmit(address(inputs));
        emit IInteractionInputs.KeyRetired(BOB, from);
        retire(BOB);
    }
}
