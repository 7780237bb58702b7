// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {PieceRequest} from "src/types/PieceRequest.sol";
import {AvailabilityScene} from "test/helpers/AvailabilityScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {PieceTwin} from "test/helpers/PieceTwin.sol";

contract AvailabilityCourt_FuzzTest is AvailabilityScene {
    using ContentTwin for ChunkLeaf[];

    /// @dev Of a chunk of any size, an honest edge answers for each piece there is, and refutes each there is not.
    function testFuzz_EveryRequestHasAnAnswer(uint256 length, uint8 piece, bool knowsRoot, bytes32 seed)
        external
    {
        length = bound(length, 1, 65_536);
        piece = uint8(bound(piece, 0, 63));
        bytes memory bytes_ = _bytes(length, seed);
        ChunkLeaf[] memory all = leavesOf(5);
        // forge-lint: disable-next-line(unsafe-typecast) bounded above
        (all[INDEX].length, all[INDEX].piecesRoot) = (uint32(length), PieceTwin.root(bytes_));
        contentId = publish("of any size", all);
        PieceRequest memory request = ask(piece, 0, knowsRoot ? all[INDEX].piecesRoot : bytes32(0));
        if (piece * 1024 >= length) {
            availability.refute(request, all.proof(INDEX));
        } else {
            bytes memory data = PieceTwin.piece(bytes_, piece);
            bytes32[] memory path = PieceTwin.path(bytes_, piece);
            bytes memory proof_ = all.proof(INDEX);
            vm.expectRevert(IAvailabilityCourt.AvailabilityCourt_RequestSound.selector);
            availability.refute(request, proof_);
            if (knowsRoot) availability.answer(request, data, path);
            else availability.answerWithProof(request, data, path, all.proof(INDEX));
        }
        _expectHarmless(request);
    }

    /// @dev No other bytes than the piece's pass for it.
    function testFuzz_NothingElseIsAnAnswer(uint256 at, bytes1 flip, uint256 sibling, bytes32 other)
        external
    {
        PieceRequest memory request = ask(1, 0);
        bytes memory piece = pieceAt(1);
        bytes32[] memory path = pathAt(1);
        if (flip == 0) path[bound(sibling, 0, path.length - 1)] = other;
        else piece[bound(at, 0, 1023)] ^= flip;
        vm.expectRevert(IAvailabilityCourt.AvailabilityCourt_PieceInvalid.selector);
        availability.answer(request, piece, path);
    }

    /// @dev CNT-4: whatever call data `collect` is given before the deadline, and ever for what was not asked, takes nothing.
    function testFuzz_NoCallDataTakesAnything(PieceRequest memory forged, uint256 field, uint256 late)
        external
    {
        PieceRequest memory request = ask(1, 0);
        PieceRequest memory mixed = _mix(request, forged, field % 1024);
        bool isForged = keccak256(abi.encode(mixed)) != keccak256(abi.encode(request));
        vm.warp(block.timestamp + bound(late, 0, isForged ? 30 days : 2 * EPOCH - 1));
        (bool collected,) = address(availability).call(abi.encodeCall(IAvailabilityCourt.collect, (mixed)));
        assertFalse(collected, "CNT-4: nothing but an unanswered request is lost");
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND, "CNT-4");
    }

    /// @dev By the second: answered before the end of the next epoch, collected from there on, never both.
    function testFuzz_OneSideAtEachSecond(uint256 asked, uint256 later) external {
        vm.warp(block.timestamp + bound(asked, 0, EPOCH - 1));
        PieceRequest memory request = ask(1, 0);
        later = bound(later, 0, 3 * EPOCH);
        vm.warp(block.timestamp + later);
        bool inTime = block.timestamp < (request.epoch + 2) * EPOCH;
        uint256 snapshot = vm.snapshotState();
        (bool answered,) = address(availability)
            .call(abi.encodeCall(IAvailabilityCourt.answer, (request, pieceAt(1), pathAt(1))));
        vm.revertToState(snapshot);
        (bool collected,) = address(availability).call(abi.encodeCall(IAvailabilityCourt.collect, (request)));
        assertEq(answered, inTime, "CNT-4: an answer counts until the end of the next epoch");
        assertEq(collected, !inTime, "CNT-4: a loss counts from there on");
    }

    function _expectHarmless(PieceRequest memory request) private {
        passDeadlineOf(request);
        expectNotOpen(request);
        availability.collect(request);
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND, "CNT-4: an honest edge loses nothing");
    }

    /// @return mixed `request`, with the fields of `forged` whose bits are set.
    function _mix(PieceRequest memory request, PieceRequest memory forged, uint256 fields)
        private
        pure
        returns (PieceRequest memory mixed)
    {
        bytes memory words = abi.encode(request);
        bytes memory others = abi.encode(forged);
        for (uint256 word; word < 10; ++word) {
            if (fields >> word & 1 == 0) continue;
            for (uint256 i = 32 * word; i < 32 * (word + 1); ++i) {
                words[i] = others[i];
            }
        }
        mixed = abi.decode(words, (PieceRequest));
    }

    function _bytes(uint256 length, bytes32 seed) private pure returns (bytes memory bytes_) {
        bytes_ = new bytes(length);
        assembly ("memory-safe") {
            for { let at := 0 } lt(at, length) { at := add(at, 32) } {
                mstore(0, seed)
                mstore(32, at)
                mstore(add(add(bytes_, 32), at), keccak256(0, 64))
            }
        }
    }
}
