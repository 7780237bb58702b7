// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";

import {ChunkLeaf} from "src/types/ChunkLeaf.sol";

/// @title ContentTree
/// @notice Hashes and paths of the content tree (docs/SPEC.md).
/// @dev A leaf's preimage has 77 bytes, a node's 64, the root's 85: none can be taken for another (CNT-1).
/// A node is the hash of the sorted pair, so a path does not say where a leaf stands; the leaf's own index does.
library ContentTree {
    /// @notice The most bytes of a chunk.
    uint256 internal constant CHUNK_BYTES = 65_536;
    /// @notice Chunks of a checkpoint.
    uint16 internal constant CHECKPOINT_CHUNKS = 1000;

    uint256 private constant LEAF_BYTES = 76;

    /// @notice Reads a packed proof; see {IContentRegistry.verifyContent} for the format.
    /// @return wellFormed Whether a proof can have this length; if not, leaf and path are empty.
    function decode(bytes memory proof)
        internal
        pure
        returns (bool wellFormed, ChunkLeaf memory leaf, bytes32[] memory path)
    {
        if (proof.length < LEAF_BYTES || (proof.length - LEAF_BYTES) % 32 != 0) {
            return (false, leaf, path);
        }
        leaf.index = uint64(uint256(_word(proof, 0)) >> 192);
        leaf.length = uint32(uint256(_word(proof, 8)) >> 224);
        leaf.chunkHash = _word(proof, 12);
        leaf.piecesRoot = _word(proof, 44);
        path = new bytes32[]((proof.length - LEAF_BYTES) / 32);
        for (uint256 i; i < path.length; ++i) {
            path[i] = _word(proof, LEAF_BYTES + 32 * i);
        }
        wellFormed = true;
    }

    /// @return The hash that the tree holds for `leaf`.
    function hash(ChunkLeaf memory leaf) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encodePacked(bytes1(0x00), leaf.index, leaf.length, leaf.chunkHash, leaf.piecesRoot)
            );
    }

    /// @return The root over checkpoints that `path` leads to from `leaf`.
    function rootOf(ChunkLeaf memory leaf, bytes32[] memory path) internal pure returns (bytes32) {
        bytes32 node = hash(leaf);
        for (uint256 i; i < path.length; ++i) {
            node = parent(node, path[i]);
        }
        return node;
    }

    /// @return Whether `path` leads from `leaf` through `target`, or starts there.
    function leadsThrough(ChunkLeaf memory leaf, bytes32[] memory path, bytes32 target)
        internal
        pure
        returns (bool)
    {
        bytes32 node = hash(leaf);
        for (uint256 i; node != target && i < path.length; ++i) {
            node = parent(node, path[i]);
        }
        return node == target;
    }

    /// @return The node above two others, in either order.
    function parent(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return a < b ? EfficientHashLib.hash(a, b) : EfficientHashLib.hash(b, a);
    }

    /// @return The root that the registry stores for a generation of a work.
    function contentRoot(
        bytes32 contentId,
        uint32 generation,
        uint64 leafCount,
        uint64 byteCount,
        bytes32 checkpointsRoot
    ) internal pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(bytes1(0x02), contentId, generation, leafCount, byteCount, checkpointsRoot)
        );
    }

    /// @return Whether `leafCount` chunks of 1 to 65,536 bytes can hold `byteCount` bytes.
    function sizesAgree(uint256 leafCount, uint256 byteCount) internal pure returns (bool) {
        return leafCount <= byteCount && byteCount <= leafCount * CHUNK_BYTES;
    }

    /// @dev The caller guarantees that `offset + 32` does not pass the end.
    function _word(bytes memory data, uint256 offset) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 32), offset))
        }
    }
}
