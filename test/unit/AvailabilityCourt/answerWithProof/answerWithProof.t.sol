// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {PieceRequest} from "src/types/PieceRequest.sol";
import {AvailabilityScene} from "test/helpers/AvailabilityScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

contract AvailabilityCourt_AnswerWithProof_Test is AvailabilityScene {
    using ContentTwin for ChunkLeaf[];

    function test_RevertWhen_TheRequestNamesARoot() external {
        PieceRequest memory request = ask(1, 0);
        _expectPieceInvalid(request, 1);
    }

    function test_RevertWhen_TheProofIsFalse() external {
        bytes memory false_ = proof();
        false_[80] ^= 0x01;
        _expectProofInvalid(ask(1, 0, 0), false_);
    }

    function test_RevertWhen_TheProofIsOfAnotherChunk() external {
        _expectProofInvalid(ask(1, 0, 0), leaves.proof(2));
    }

    function test_RevertWhen_TheProofIsOfAnotherGeneration() external {
        PieceRequest memory request = ask(1, 0, 0);
        ChunkLeaf[] memory others = othersOf(5, 1);
        others[INDEX].piecesRoot = leaves[INDEX].piecesRoot;
        republish(contentId, others);
        _expectProofInvalid(request, others.proof(INDEX));
    }

    function test_RevertWhen_ThePieceIsAnother() external {
        PieceRequest memory request = ask(1, 0, 0);
        _expectPieceInvalid(request, 2);
    }

    function test_RevertWhen_TheNextEpochIsOver() external {
        PieceRequest memory request = ask(1, 0, 0);
        passDeadlineOf(request);
        bytes memory true_ = proof();
        expectTooLate(request);
        availability.answerWithProof(request, pieceAt(1), pathAt(1), true_);
    }

    function test_RevertGiven_NothingWasAsked() external {
        PieceRequest memory request = ask(1, 0, 0);
        request.slot = 1;
        bytes memory true_ = proof();
        expectNotOpen(request);
        availability.answerWithProof(request, pieceAt(1), pathAt(1), true_);
    }

    function test_WhenAllIsRight() external {
        PieceRequest memory request = ask(LAST_PIECE, 1, 0);
        vm.txGasPrice(1 gwei);
        availability.answerWithProof(request, pieceAt(LAST_PIECE), pathAt(LAST_PIECE), proof());
        assertEq(availability.requestIn(EDGE, 1), 0);
        assertEq(EDGE.balance, 140_000 gwei);
    }

    function _expectProofInvalid(PieceRequest memory request, bytes memory given) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IAvailabilityCourt.AvailabilityCourt_ProofInvalid.selector, contentId, 0, INDEX
            )
        );
        availability.answerWithProof(request, pieceAt(1), pathAt(1), given);
    }

    function _expectPieceInvalid(PieceRequest memory request, uint8 piece) private {
        bytes memory true_ = proof();
        vm.expectRevert(IAvailabilityCourt.AvailabilityCourt_PieceInvalid.selector);
        availability.answerWithProof(request, pieceAt(piece), pathAt(piece), true_);
    }
}
