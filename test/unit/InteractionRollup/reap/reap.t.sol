// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Assertion, Verdict} from "src/types/Interactions.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";

contract InteractionRollup_Reap_Test is InteractionScene {
    function test_RevertGiven_ThePostingHasNoFinalState() external {
        Posted memory posted = settled(likes(1));
        (Assertion memory assertion,) = lie(posted, execute(posted), 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionRollup.InteractionRollup_NotOrphaned.selector, interactions.idOf(assertion)
            )
        );
        interactions.reap(assertion);
    }

    function test_RevertGiven_ItIsFinal() external {
        Posted memory posted = settled(likes(1));
        Assertion memory assertion = confirmTruth(posted, execute(posted));
        expectNotPending(assertion, Verdict.Confirmed);
        interactions.reap(assertion);
    }

    function test_RevertGiven_ItWasReaped() external {
        Assertion memory orphan = _orphan();
        interactions.reap(orphan);
        expectNotPending(orphan, Verdict.Falsified);
        interactions.reap(orphan);
    }

    function test_GivenAnotherStateIsFinal() external {
        Assertion memory orphan = _orphan();
        vm.expectEmit(address(interactions));
        emit IInteractionRollup.Reaped(interactions.idOf(orphan), CHALLENGER);
        vm.prank(CHALLENGER);
        interactions.reap(orphan);
        assertVerdict(orphan, Verdict.Falsified);
        // nobody can have committed to a stride of it, so nothing has to wait
        interactions.collect(orphan);
        assertEq(CHALLENGER.balance, ASSERTION_BOND / 2);
        assertEq(BURNED.balance, ASSERTION_BOND / 2);
    }

    function test_GivenTheRewardWasCommittedTo() external {
        Assertion memory orphan = _orphan();
        bytes32 id = interactions.idOf(orphan);
        vm.prank(STRANGER);
        interactions.commit(keccak256(abi.encode(id, uint256(0), STRANGER, bytes32(0))));
        vm.warp(block.timestamp + 1);
        vm.prank(CHALLENGER);
        interactions.reap(orphan);
        vm.expectRevert(abi.encodeWithSelector(IInteractionRollup.InteractionRollup_NotEarlier.selector, id));
        vm.prank(STRANGER);
        interactions.takeReward(orphan, 0);
    }

    /// @return orphan Stands on a false root before, beside a final state.
    function _orphan() private returns (Assertion memory orphan) {
        Posted memory posted = settled(likes(1));
        bytes32[] memory roots = new bytes32[](1);
        orphan = assertAs(LIAR, posted, "a lie", roots);
        confirmTruth(posted, execute(posted));
    }
}
