// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";

import {TributaryDomain} from "src/base/TributaryDomain.sol";
import {IContentCourt} from "src/interfaces/IContentCourt.sol";
import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {ContentTree} from "src/libraries/ContentTree.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {ChunkReceipt} from "src/types/ChunkReceipt.sol";
import {Content} from "src/types/Content.sol";
import {Role} from "src/types/Operator.sol";

/// @title ContentCourt
/// @notice See {IContentCourt}.
contract ContentCourt is IContentCourt, TributaryDomain {
    bytes32 private constant RECEIPT_TYPEHASH = keccak256(
        "ChunkReceipt(bytes32 contentId,uint32 generation,uint64 index,uint32 length,bytes32 chunkHash)"
    );
    bytes32 private constant LIVE_LEAF_TYPEHASH = keccak256(
        "LiveLeaf(bytes32 contentId,uint64 index,uint32 length,bytes32 chunkHash,bytes32 piecesRoot)"
    );

    /// @notice Where the true chunks are committed.
    IContentRegistry public immutable CONTENT_REGISTRY;
    /// @notice Where the bonds are.
    IOperatorRegistry public immutable OPERATOR_REGISTRY;

    constructor(IContentRegistry contentRegistry, IOperatorRegistry operatorRegistry) {
        CONTENT_REGISTRY = contentRegistry;
        OPERATOR_REGISTRY = operatorRegistry;
    }

    /// @inheritdoc IContentCourt
    function slashWrongChunk(ChunkReceipt calldata receipt, bytes calldata signature, bytes calldata proof)
        external
        returns (address edge)
    {
        // CNT-2: a receipt is judged by the generation that the receipt names, present or former
        if (!CONTENT_REGISTRY.isProvenIn(receipt.contentId, receipt.generation, proof)) {
            revert ContentCourt_ProofInvalid(receipt.contentId, receipt.generation);
        }
        (, ChunkLeaf memory truth,) = ContentTree.decode(proof);
        if (receipt.index != truth.index) {
            revert ContentCourt_IndexMismatch(receipt.index, truth.index);
        }
        // CNT-2: an edge that signed the committed chunk can never be slashed
        if (receipt.length == truth.length && receipt.chunkHash == truth.chunkHash) {
            revert ContentCourt_ReceiptTrue(receipt.contentId, receipt.index);
        }
        edge = _slash(receipt, signature);
    }

    /// @inheritdoc IContentCourt
    function slashUncommittedChunk(ChunkReceipt calldata receipt, bytes calldata signature)
        external
        returns (address edge)
    {
        (bytes32 contentId, uint32 generation) = (receipt.contentId, receipt.generation);
        Content memory content = CONTENT_REGISTRY.contentOf(contentId);
        // CNT-2: what still grows may yet hold the chunk
        if (content.live && generation == content.generation) revert ContentCourt_StillLive(contentId);
        // all zero for a work that was never registered, and for a generation that was never published
        uint64 leafCount = CONTENT_REGISTRY.commitmentOf(contentId, generation).leafCount;
        if (receipt.index < leafCount) {
            revert ContentCourt_ChunkCommitted(contentId, generation, receipt.index, leafCount);
        }
        edge = _slash(receipt, signature);
    }

    /// @inheritdoc IContentCourt
    function slashEquivocation(
        ChunkReceipt calldata first,
        bytes calldata firstSignature,
        ChunkReceipt calldata second,
        bytes calldata secondSignature
    ) external returns (address edge) {
        bool isOnePlace = first.contentId == second.contentId && first.generation == second.generation
            && first.index == second.index;
        // CNT-2: of a generation, one chunk is at an index, and an honest edge signs for no other
        if (!isOnePlace || (first.length == second.length && first.chunkHash == second.chunkHash)) {
            revert ContentCourt_NoContradiction();
        }
        edge = _edgeOf(first, firstSignature);
        address other = ECDSA.tryRecoverCalldata(receiptDigest(second), secondSignature);
        if (other != edge) revert ContentCourt_TwoSigners(edge, other);

        emit EquivocationProven(edge, first.contentId, first.index, msg.sender);
        OPERATOR_REGISTRY.slash(edge, msg.sender);
    }

    /// @inheritdoc IContentCourt
    function slashFalseCheckpoint(
        bytes32 contentId,
        ChunkLeaf calldata leaf,
        bytes calldata signature,
        bytes calldata proof
    ) external returns (address publisher) {
        if (!CONTENT_REGISTRY.isProvenIn(contentId, 0, proof)) {
            revert ContentCourt_ProofInvalid(contentId, 0);
        }
        (, ChunkLeaf memory committed,) = ContentTree.decode(proof);
        if (leaf.index != committed.index) revert ContentCourt_IndexMismatch(leaf.index, committed.index);
        if (ContentTree.hash(leaf) == ContentTree.hash(committed)) revert ContentCourt_NoContradiction();

        publisher = CONTENT_REGISTRY.contentOf(contentId).publisher;
        address signer = ECDSA.tryRecoverCalldata(liveLeafDigest(contentId, leaf), signature);
        if (signer != publisher) revert ContentCourt_NotThePublisher(signer, publisher);

        emit FalseCheckpointProven(publisher, contentId, leaf.index, msg.sender);
        OPERATOR_REGISTRY.slash(publisher, msg.sender);
    }

    /// @inheritdoc IContentCourt
    function liveLeafDigest(bytes32 contentId, ChunkLeaf calldata leaf) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(LIVE_LEAF_TYPEHASH, contentId, leaf)));
    }

    /// @inheritdoc IContentCourt
    function receiptDigest(ChunkReceipt calldata receipt) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(RECEIPT_TYPEHASH, receipt)));
    }

    /// @dev The caller guarantees that the receipt is false.
    function _slash(ChunkReceipt calldata receipt, bytes calldata signature) private returns (address edge) {
        edge = _edgeOf(receipt, signature);
        emit WrongChunkProven(edge, receipt.contentId, receipt.index, msg.sender);
        OPERATOR_REGISTRY.slash(edge, msg.sender);
    }

    /// @return edge The signer, which is an edge.
    function _edgeOf(ChunkReceipt calldata receipt, bytes calldata signature)
        private
        view
        returns (address edge)
    {
        edge = ECDSA.tryRecoverCalldata(receiptDigest(receipt), signature);
        if (OPERATOR_REGISTRY.operatorOf(edge).role != Role.Edge) revert ContentCourt_NotAnEdge(edge);
    }
}
