// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {Holding, PieceRequest} from "src/types/PieceRequest.sol";
import {Base} from "test/Base.t.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";
import {PieceTwin} from "test/helpers/PieceTwin.sol";

/// @notice An edge that promised to hold a work of five chunks, and a challenger who asks for pieces of the chunk at 3.
abstract contract AvailabilityScene is ContentScene, OperatorScene {
    using ContentTwin for ChunkLeaf[];

    uint256 internal constant EPOCH = 3600;
    uint64 internal constant INDEX = 3;
    /// @dev Three pieces, of which the last is short.
    uint32 internal constant CHUNK_LENGTH = 2500;
    uint8 internal constant LAST_PIECE = 2;
    address internal constant BURNED = 0x000000000000000000000000000000000000dEaD;

    address internal immutable CHALLENGER = makeAddr("challenger");
    bytes32 internal contentId;
    ChunkLeaf[] internal leaves;

    function setUp() public virtual override(Base, OperatorScene) {
        super.setUp();
        register();
        ChunkLeaf[] memory all = leavesOf(5);
        all[INDEX].length = CHUNK_LENGTH;
        all[INDEX].piecesRoot = PieceTwin.root(chunk());
        for (uint256 i; i < all.length; ++i) {
            leaves.push(all[i]);
        }
        contentId = publish("held", all);
        vm.deal(CHALLENGER, 1000 ether);
        // the first second of an epoch
        vm.warp((block.timestamp / EPOCH + 1) * EPOCH);
    }

    /// @return bytes_ The chunk at {INDEX}.
    function chunk() internal pure returns (bytes memory bytes_) {
        bytes_ = new bytes(CHUNK_LENGTH);
        for (uint256 i; i < bytes_.length; ++i) {
            // forge-lint: disable-next-line(unsafe-typecast) at most 255
            bytes_[i] = bytes1(uint8(1 + i * 31 % 255));
        }
    }

    function pieceAt(uint8 piece) internal pure returns (bytes memory) {
        return PieceTwin.piece(chunk(), piece);
    }

    function pathAt(uint8 piece) internal pure returns (bytes32[] memory) {
        return PieceTwin.path(chunk(), piece);
    }

    function proof() internal view returns (bytes memory) {
        return leaves.proof(INDEX);
    }

    function holding() internal view returns (Holding memory) {
        return Holding(contentId, 0, 5, currentEpoch() + 1);
    }

    function sign(uint256 signer, Holding memory held) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(signer, availability.holdingDigest(held));
        return abi.encodePacked(r, s, v);
    }

    /// @dev A sound request of the challenger's for a piece of the chunk at {INDEX}.
    function ask(uint8 piece, uint8 slot) internal returns (PieceRequest memory) {
        return ask(piece, slot, leaves[INDEX].piecesRoot);
    }

    function ask(uint8 piece, uint8 slot, bytes32 piecesRoot) internal returns (PieceRequest memory) {
        Holding memory held = holding();
        bytes memory signature = sign(EDGE_KEY, held);
        uint256 bond = availability.bondOf(slot);
        vm.prank(CHALLENGER);
        return availability.requestPiece{value: bond}(held, signature, INDEX, piece, slot, piecesRoot);
    }

    function currentEpoch() internal view returns (uint64) {
        // forge-lint: disable-next-line(unsafe-typecast) hours
        return uint64(block.timestamp / EPOCH);
    }

    /// @dev The first second in which `request` can be collected.
    function passDeadlineOf(PieceRequest memory request) internal {
        vm.warp((request.epoch + 2) * EPOCH);
    }

    function expectNotOpen(PieceRequest memory request) internal {
        vm.expectRevert(
            abi.encodeWithSelector(
                IAvailabilityCourt.AvailabilityCourt_NotOpen.selector, request.edge, request.slot
            )
        );
    }

    function expectTooLate(PieceRequest memory request) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IAvailabilityCourt.AvailabilityCourt_TooLate.selector, request.epoch + 1)
        );
    }
}
