// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Assertion, Verdict} from "src/types/Interactions.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";

contract InteractionRollup_DelayConfirmation_Test is InteractionScene {
    function test_RevertWhen_TheCallerIsNotTheGuardian() external {
        _expectRefused(STRANGER);
    }

    function test_RevertGiven_ThePostingWasDelayed() external {
        _delay();
        _expectRefused(GUARDIAN);
    }

    function test_WhenTheGuardianAsks() external {
        vm.expectEmit(address(interactions));
        emit IInteractionRollup.ConfirmationDelayed(0);
        _delay();
    }

    function test_GivenThePostingBeforeWasDelayed() external {
        _delay();
        Posted memory posted = settled(likes(1));
        Assertion memory assertion = assertTruth(posted, execute(posted));
        vm.warp(block.timestamp + 2 * ASSERTION_WINDOW);
        interactions.confirm(assertion);
        // the next confirmation is not delayed, but can be
        posted = settled(likes(1));
        assertion = confirmTruth(posted, execute(posted));
        assertVerdict(assertion, Verdict.Confirmed);
        _delay();
        posted = settled(likes(1));
        assertion = assertTruth(posted, execute(posted));
        uint256 until = block.timestamp + 2 * ASSERTION_WINDOW;
        vm.warp(until - 1);
        expectTooEarly(until);
        interactions.confirm(assertion);
    }

    function _delay() private {
        vm.prank(GUARDIAN);
        interactions.delayConfirmation();
    }

    function _expectRefused(address caller) private {
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionRollup.InteractionRollup_NotTheGuardian.selector, caller)
        );
        vm.prank(caller);
        interactions.delayConfirmation();
    }
}
