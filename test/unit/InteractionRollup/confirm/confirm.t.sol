// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Assertion, Verdict} from "src/types/Interactions.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";

contract InteractionRollup_Confirm_Test is InteractionScene {
    function test_RevertGiven_NothingWasAsserted() external {
        Posted memory posted = settled(likes(1));
        Truth memory truth = execute(posted);
        Assertion memory assertion = assertionOf(posted, truth.rootBefore, truth.roots);
        expectNotPending(assertion, Verdict.None);
        interactions.confirm(assertion);
    }

    function test_RevertGiven_ItWasFalsified() external {
        Posted memory posted = settled(likes(1));
        Truth memory truth = execute(posted);
        (Assertion memory assertion, bytes32[] memory roots) = lie(posted, truth, 0);
        falsify(assertion, roots, posted, truth, 0);
        vm.warp(block.timestamp + ASSERTION_WINDOW);
        expectNotPending(assertion, Verdict.Falsified);
        interactions.confirm(assertion);
    }

    function test_RevertGiven_ItIsFinal() external {
        Posted memory posted = settled(likes(1));
        Assertion memory assertion = confirmTruth(posted, execute(posted));
        expectNotPending(assertion, Verdict.Confirmed);
        interactions.confirm(assertion);
    }

    function test_RevertGiven_ThePostingBeforeHasNoFinalState() external {
        Posted memory first = post(likes(1));
        Posted memory second = settled(likes(1));
        execute(first);
        Assertion memory assertion = assertTruth(second, execute(second));
        vm.warp(block.timestamp + ASSERTION_WINDOW);
        _expectNotNext(0, 0);
        interactions.confirm(assertion);
    }

    function test_RevertGiven_TheRootBeforeIsNotTheFinalOne() external {
        Posted memory first = post(likes(1));
        Posted memory second = settled(likes(1));
        Truth memory truth = execute(first);
        // follows from a false root before, and cannot be falsified by its strides
        bytes32[] memory roots = new bytes32[](1);
        roots[0] = "child of a lie";
        Assertion memory orphan = assertAs(LIAR, second, "a lie", roots);
        confirmTruth(first, truth);
        _expectNotNext(1, truth.roots[0]);
        interactions.confirm(orphan);
    }

    function test_RevertGiven_TheWindowIsNotOver() external {
        Posted memory posted = settled(likes(1));
        Assertion memory assertion = assertTruth(posted, execute(posted));
        uint256 until = block.timestamp + ASSERTION_WINDOW;
        vm.warp(until - 1);
        expectTooEarly(until);
        interactions.confirm(assertion);
    }

    function test_RevertGiven_TheGuardianAskedForMoreTime() external {
        Posted memory posted = settled(likes(1));
        Assertion memory assertion = assertTruth(posted, execute(posted));
        vm.prank(GUARDIAN);
        interactions.delayConfirmation();
        uint256 until = block.timestamp + 2 * ASSERTION_WINDOW;
        vm.warp(until - 1);
        expectTooEarly(until);
        interactions.confirm(assertion);
        vm.warp(until);
        interactions.confirm(assertion);
        assertVerdict(assertion, Verdict.Confirmed);
    }

    function test_WhenTheWindowIsOver() external {
        Posted memory posted = settled(likes(2));
        Truth memory truth = execute(posted);
        Assertion memory assertion = assertTruth(posted, truth);
        vm.warp(block.timestamp + ASSERTION_WINDOW);
        vm.expectEmit(address(interactions));
        emit IInteractionRollup.Confirmed(interactions.idOf(assertion), 0, truth.roots[1]);
        vm.prank(STRANGER);
        interactions.confirm(assertion);
        assertVerdict(assertion, Verdict.Confirmed);
        (uint64 next, bytes32 root) = interactions.next();
        assertEq(next, 1);
        assertEq(root, truth.roots[1]);
        assertEq(address(interactions).balance, ASSERTION_BOND, "collected apart");
    }

    function test_GivenOthersStandBesideIt() external {
        // OPT-2: finality comes with the window, however many lies there are
        Posted memory posted = settled(likes(1));
        Truth memory truth = execute(posted);
        Assertion memory assertion = assertTruth(posted, truth);
        uint256 until = block.timestamp + ASSERTION_WINDOW;
        for (uint256 i; i < 100; ++i) {
            vm.warp(block.timestamp + ASSERTION_WINDOW / 101);
            bytes32[] memory roots = new bytes32[](1);
            roots[0] = bytes32(i);
            assertAs(LIAR, posted, truth.rootBefore, roots);
        }
        vm.warp(until);
        interactions.confirm(assertion);
        assertVerdict(assertion, Verdict.Confirmed);
    }

    function test_GivenTheNextPostingWasAssertedBefore() external {
        // each window runs by itself
        Posted memory first = post(likes(1));
        Posted memory second = settled(likes(1));
        Assertion memory a = assertTruth(first, execute(first));
        Assertion memory b = assertTruth(second, execute(second));
        vm.warp(block.timestamp + ASSERTION_WINDOW);
        interactions.confirm(a);
        interactions.confirm(b);
        assertVerdict(b, Verdict.Confirmed);
    }

    function _expectNotNext(uint64 number, bytes32 root) private {
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionRollup.InteractionRollup_NotNext.selector, number, root)
        );
    }
}
