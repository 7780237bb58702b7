// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {PieceRequest} from "src/types/PieceRequest.sol";
import {AvailabilityScene} from "test/helpers/AvailabilityScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

contract AvailabilityCourt_Refute_Test is AvailabilityScene {
    using ContentTwin for ChunkLeaf[];

    function test_RevertWhen_TheRequestIsSound() external {
        _expectSound(ask(LAST_PIECE, 0));
    }

    function test_RevertWhen_TheRequestNamesNoRoot() external {
        _expectSound(ask(LAST_PIECE, 0, 0));
    }

    function test_RevertWhen_TheProofIsOfAnotherChunk() external {
        PieceRequest memory request = ask(0, 0);
        bytes memory other = leaves.proof(2);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAvailabilityCourt.AvailabilityCourt_ProofInvalid.selector, contentId, 0, INDEX
            )
        );
        availability.refute(request, other);
    }

    function test_RevertWhen_TheNextEpochIsOver() external {
        PieceRequest memory request = ask(0, 0, "another");
        bytes memory true_ = proof();
        passDeadlineOf(request);
        expectTooLate(request);
        availability.refute(request, true_);
    }

    function test_RevertGiven_TheRequestWasAnswered() external {
        PieceRequest memory request = ask(0, 0);
        availability.answer(request, pieceAt(0), pathAt(0));
        republish(contentId, othersOf(2, 1));
        expectNotOpen(request);
        availability.refute(request, "");
    }

    function test_WhenTheRootIsAnother() external {
        PieceRequest memory request = ask(0, 1, "another");
        uint256 before = CHALLENGER.balance;
        vm.txGasPrice(1 gwei);
        availability.refute(request, proof());
        assertEq(availability.requestIn(EDGE, 1), 0);
        assertEq(EDGE.balance, 140_000 gwei);
        assertEq(CHALLENGER.balance, before + request.bond - 140_000 gwei);
    }

    function test_WhenTheChunkHasNoSuchPiece() external {
        availability.refute(ask(LAST_PIECE + 1, 0), proof());
        assertEq(availability.requestIn(EDGE, 0), 0);
    }

    function test_WhenTheChunkEndsWithThePieceBefore() external {
        leaves[INDEX].length = 2048;
        contentId = publish("whole pieces", leaves);
        availability.refute(ask(2, 0), proof());
        assertEq(availability.requestIn(EDGE, 0), 0);
    }

    function test_WhenTheChunkHasNoSuchPieceAndTheRequestNamesNoRoot() external {
        availability.refute(ask(63, 0, 0), proof());
        assertEq(availability.requestIn(EDGE, 0), 0);
    }

    function test_GivenTheWorkWasRepublished() external {
        PieceRequest memory request = ask(0, 0);
        republish(contentId, othersOf(2, 1));
        availability.refute(request, "");
        assertEq(availability.requestIn(EDGE, 0), 0);
    }

    function _expectSound(PieceRequest memory request) private {
        bytes memory true_ = proof();
        vm.expectRevert(IAvailabilityCourt.AvailabilityCourt_RequestSound.selector);
        availability.refute(request, true_);
    }
}
