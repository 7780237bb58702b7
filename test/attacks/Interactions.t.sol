// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {Stride} from "src/types/Interactions.sol";
import {InputScene} from "test/helpers/InputScene.sol";

/// @notice What keeps operations out of rollups elsewhere, or makes posting them too dear, and what it brings here.
contract Interactions_Attacks is InputScene {
    uint256 private constant PRICE = 1 gwei;

    /// @dev Censorship: a sequencer that leaves somebody out has to let the queue go first, a delay later.
    function test_CensorshipEndsWithTheDelay() external {
        uint64 place = force(0);
        post(1);
        vm.warp(block.timestamp + inputs.FORCE_DELAY());
        _expectForcedFirst(place);
        vm.prank(STRANGER);
        inputs.postForced();
        post(1);
        assertEq(inputs.postingCount(), 3);
    }

    /// @dev Flooding the queue: whoever wants to post drains it, 64 strides a call, and what was forced last is posted too.
    function test_AFullQueueHoldsNobodyUp() external {
        for (uint256 i; i < 65; ++i) {
            force(i);
        }
        vm.warp(block.timestamp + inputs.FORCE_DELAY());
        _expectForcedFirst(0);
        vm.prank(STRANGER);
        inputs.postForced();
        _expectForcedFirst(64);
        vm.prank(STRANGER);
        inputs.postForced();
        post(1);
        assertEq(inputs.postingCount(), 3, "two calls for 65 strides");
    }

    /// @dev Flooding the queue: who forces strides right before a due one gets in line behind it.
    function test_NobodyJumpsTheQueue() external {
        uint64 first = force(0);
        vm.warp(block.timestamp + inputs.FORCE_DELAY() - 1);
        for (uint256 i = 1; i < 70; ++i) {
            force(i);
        }
        vm.warp(block.timestamp + 1);
        _expectForcedFirst(first);
        vm.expectEmit(address(inputs));
        emit IInteractionInputs.ForcedPosted(0, first, 64);
        inputs.postForced();
        post(1);
    }

    /// @dev Silence: sequencers that post nothing are overtaken by the queue, and by anybody once nothing was confirmed for long.
    function test_ASilentSequencerIsOvertaken() external {
        force(0);
        inputs.postForced();
        vm.warp(block.timestamp + interactions.ESCAPE_TIME() + 1);
        vm.prank(STRANGER);
        assertEq(inputs.postInputs(operationsOf(2), ""), 1);
    }

    /// @dev Silence: when every sequencer left, what was posted stays, and the queue goes on at once.
    function test_NoSequencerAtAll() external {
        post(2);
        bytes32 hash = inputs.postingHash(0);
        vm.prank(SEQUENCER);
        operators.startUnbond();
        force(0);
        assertEq(inputs.postForced(), 1);
        assertEq(inputs.postingHash(0), hash);
    }

    /// @dev Demand spam: each answer is paid by who asked, at whatever the gas costs, and the sequencer pays nothing.
    function test_DemandSpamCostsItsAuthor() external {
        vm.fee(PRICE);
        vm.txGasPrice(PRICE);
        post(1);
        uint256 before = REQUESTER.balance;
        for (uint8 place; place < COMMENT_PLACE; ++place) {
            demand(0, place);
        }
        for (uint8 place; place < COMMENT_PLACE; ++place) {
            show(0, place, 0);
        }
        assertEq(before - REQUESTER.balance, COMMENT_PLACE * ANSWER_GAS * PRICE);
        assertEq(
            STRANGER.balance,
            COMMENT_PLACE * ANSWER_GAS * PRICE,
            "all that the griefer lost is the answerer's"
        );
        assertEq(address(inputs).balance, 0);
    }

    /// @dev Demand spam: in the last second, an answer still has as long as demands had; after that nobody moves a mark.
    function test_ALateDemandLeavesTimeToAnswer() external {
        post(1);
        vm.warp(posting.postedAt + inputs.DEMAND_TIME() - 1);
        demand(0, 0);
        demand(0, 1);
        vm.warp(block.timestamp + inputs.DEMAND_TIME());
        show(0, 0, 0);
        vm.warp(block.timestamp + 1);
        assertEq(block.timestamp, inputs.finalAt(posting));
        (Stride memory stride, bytes memory signature) = (strideAt(0), signatureOf(0, 1, 0));
        expectTooLate(block.timestamp);
        inputs.showSignature(number, posting, stride, 1, 0, signature);
        assertEq(inputs.marksOf(number, 0), type(uint256).max, "final");
    }

    /// @dev Forgery: a posting with an operation that its actor never signed dies by one demand, whose bond returns.
    function test_AForgedOperationCostsTheDoubterNothing() external {
        post(2);
        uint256 before = REQUESTER.balance;
        demand(0, 3);
        passAnswers();
        inputs.reclaimBond(number, posting, 0, 3);
        assertEq(REQUESTER.balance, before);
        assertEq(inputs.marksOf(number, 1), type(uint256).max, "all of the posting does nothing");
    }

    /// @dev Replay: who demands a like, and answers with the signature of an earlier like of the same work, does not silence it.
    function test_AnOldSignatureSilencesNothing() external {
        post(1);
        demand(0, 1);
        show(0, 1, 0);
        post(1);
        vm.startPrank(REQUESTER);
        (Stride memory stride, bytes memory old) = (strideAt(0), signatureOf(0, 1, 0));
        inputs.demandSignature{value: inputs.demandBond()}(number, posting, stride, 1);
        inputs.showSignature(number, posting, stride, 1, 0, old);
        vm.stopPrank();
        assertEq(markOf(0, 1), 1, "for a version that is over");
        show(0, 1, 2);
        assertEq(markOf(0, 1), 3, "the true answer counts all the same");
    }

    /// @dev A stolen key: from the retirement on it signs nothing, and what it signed before stays.
    function test_AStolenKeySignsNothingOnceRetired() external {
        post(1);
        demand(0, 1);
        retire(BOB);
        show(0, 1, 0);
        post(1);
        Stride memory stride = strideAt(0);
        uint256 bond = inputs.demandBond();
        vm.expectPartialRevert(IInteractionInputs.InteractionInputs_NothingToSign.selector);
        inputs.demandSignature{value: bond}(number, posting, stride, 1);
    }

    function _expectForcedFirst(uint64 place) private {
        bytes memory all = operationsOf(1);
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionInputs.InteractionInputs_ForcedFirst.selector, place)
        );
        vm.prank(SEQUENCER);
        inputs.postInputs(all, "");
    }
}
