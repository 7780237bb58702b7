// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";

import {ChunkReceipt, IContentCourt} from "src/interfaces/IContentCourt.sol";
import {Content, IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IOperatorRegistry, Operator, Role} from "src/interfaces/IOperatorRegistry.sol";
import {ChunkLeaf, ContentTree} from "src/libraries/ContentTree.sol";
import {TributaryDomain} from "src/base/TributaryDomain.sol";

/// @title ContentCourt
/// @notice See {IContentCourt}.
contract ContentCourt is IContentCourt, TributaryDomain {
    bytes32 private constant RECEIPT_TYPEHASH = keccak256(
        "ChunkReceipt(bytes32 contentId,uint32 generation,uint64 index,uint32 length,bytes32 chunkHash)"
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
        if (!CONTENT_REGISTRY.isProven(receipt.contentId, proof)) {
            revert ContentCourt_ProofInvalid(receipt.contentId);
        }
        Content memory content = CONTENT_REGISTRY.contentOf(receipt.contentId);
        if (receipt.generation != content.generation) {
            revert ContentCourt_GenerationStale(receipt.generation, content.generation);
        }
        (, ChunkLeaf memory truth,) = ContentTree.decode(proof);
        if (receipt.index != truth.index) {
            revert ContentCourt_IndexMismatch(receipt.index, truth.index);
        }
        // CNT-2: who signed what is committed can never be slashed
        if (receipt.length == truth.length && receipt.chunkHash == truth.chunkHash) {
            revert ContentCourt_ReceiptTrue(receipt.contentId, receipt.index);
        }
        edge = ECDSA.tryRecoverCalldata(receiptDigest(receipt), signature);
        Operator memory operator = OPERATOR_REGISTRY.operatorOf(edge);
        if (operator.role != Role.Edge) revert ContentCourt_NotAnEdge(edge);

        emit WrongChunkProven(edge, receipt.contentId, receipt.index, msg.sender);
        OPERATOR_REGISTRY.slash(edge, msg.sender);
    }

    /// @inheritdoc IContentCourt
    function receiptDigest(ChunkReceipt calldata receipt) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(RECEIPT_TYPEHASH, receipt)));
    }
}
