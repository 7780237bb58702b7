// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Assertion, Verdict} from "src/types/Interactions.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";

contract InteractionRollup_Collect_Test is InteractionScene {
    function test_RevertGiven_NothingWasAsserted() external {
        Posted memory posted = settled(likes(1));
        Truth memory truth = execute(posted);
        _expectNothing(assertionOf(posted, truth.rootBefore, truth.roots), Verdict.None);
    }

    function test_RevertGiven_TheAssertionStands() external {
        Posted memory posted = settled(likes(1));
        _expectNothing(assertTruth(posted, execute(posted)), Verdict.Pending);
    }

    function test_RevertGiven_ItWasPaid() external {
        Posted memory posted = settled(likes(1));
        Assertion memory assertion = confirmTruth(posted, execute(posted));
        interactions.collect(assertion);
        _expectNothing(assertion, Verdict.Paid);
    }

    function test_RevertGiven_TheRewardWaitsForEarlierCommitments() external {
        Assertion memory assertion = _falsified();
        uint256 until = block.timestamp + interactions.REVEAL_TIME();
        vm.warp(until - 1);
        expectTooEarly(until);
        interactions.collect(assertion);
    }

    function test_GivenItIsFinal() external {
        Posted memory posted = settled(likes(1));
        Assertion memory assertion = confirmTruth(posted, execute(posted));
        uint256 before = ASSERTER.balance;
        vm.expectEmit(address(interactions));
        emit IInteractionRollup.Collected(interactions.idOf(assertion), ASSERTER, ASSERTION_BOND, 0);
        vm.prank(STRANGER);
        interactions.collect(assertion);
        assertEq(ASSERTER.balance, before + ASSERTION_BOND);
        assertEq(address(interactions).balance, 0);
        assertVerdict(assertion, Verdict.Paid);
    }

    function test_GivenItWasFalsified() external {
        Assertion memory assertion = _falsified();
        vm.warp(block.timestamp + interactions.REVEAL_TIME());
        vm.expectEmit(address(interactions));
        emit IInteractionRollup.Collected(
            interactions.idOf(assertion), CHALLENGER, ASSERTION_BOND / 4, ASSERTION_BOND / 2
        );
        vm.prank(STRANGER);
        interactions.collect(assertion);
        assertEq(CHALLENGER.balance, ASSERTION_BOND / 2);
        assertEq(BURNED.balance, ASSERTION_BOND / 2);
        assertEq(address(interactions).balance, 0);
    }

    function test_GivenTheReceiverRefuses() external {
        Posted memory posted = settled(likes(1));
        Assertion memory assertion = confirmTruth(posted, execute(posted));
        uint256 before = ASSERTER.balance;
        // its code reverts
        vm.etch(ASSERTER, hex"fe");
        interactions.collect(assertion);
        assertEq(ASSERTER.balance, before + ASSERTION_BOND, "by force");
    }

    function _falsified() private returns (Assertion memory) {
        Posted memory posted = settled(likes(1));
        Truth memory truth = execute(posted);
        (Assertion memory assertion, bytes32[] memory roots) = lie(posted, truth, 0);
        falsify(assertion, roots, posted, truth, 0);
        return assertion;
    }

    function _expectNothing(Assertion memory assertion, Verdict verdict) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionRollup.InteractionRollup_NothingToCollect.selector,
                interactions.idOf(assertion),
                verdict
            )
        );
        interactions.collect(assertion);
    }
}
