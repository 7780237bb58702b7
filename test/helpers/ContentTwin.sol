// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChunkLeaf} from "src/types/ChunkLeaf.sol";

/// @notice The content tree of docs/SPEC.md, slow and plain: the contract's twin.
library ContentTwin {
    uint256 private constant CHECKPOINT_CHUNKS = 1000;

    /// @return What {ContentRegistry.verifyContent} takes for the chunk at `index`.
    function proof(ChunkLeaf[] memory leaves, uint256 index) internal pure returns (bytes memory) {
        ChunkLeaf memory leaf = leaves[index];
        uint256 checkpoint = index / CHECKPOINT_CHUNKS;
        return bytes.concat(
            pack(leaf),
            path(checkpointHashes(leaves, checkpoint), index % CHECKPOINT_CHUNKS),
            path(checkpointRoots(leaves), checkpoint)
        );
    }

    function pack(ChunkLeaf memory leaf) internal pure returns (bytes memory) {
        return abi.encodePacked(leaf.index, leaf.length, leaf.chunkHash, leaf.piecesRoot);
    }

    function leafHash(ChunkLeaf memory leaf) internal pure returns (bytes32) {
        return keccak256(bytes.concat(hex"00", pack(leaf)));
    }

    /// @return The root over all checkpoints.
    function root(ChunkLeaf[] memory leaves) internal pure returns (bytes32) {
        return rootOver(checkpointRoots(leaves));
    }

    function checkpointRoots(ChunkLeaf[] memory leaves) internal pure returns (bytes32[] memory roots) {
        roots = new bytes32[]((leaves.length + CHECKPOINT_CHUNKS - 1) / CHECKPOINT_CHUNKS);
        for (uint256 i; i < roots.length; ++i) {
            roots[i] = rootOver(checkpointHashes(leaves, i));
        }
    }

    function checkpointHashes(ChunkLeaf[] memory leaves, uint256 checkpoint)
        internal
        pure
        returns (bytes32[] memory hashes)
    {
        uint256 first = checkpoint * CHECKPOINT_CHUNKS;
        uint256 left = leaves.length - first;
        hashes = new bytes32[](left < CHECKPOINT_CHUNKS ? left : CHECKPOINT_CHUNKS);
        for (uint256 i; i < hashes.length; ++i) {
            hashes[i] = leafHash(leaves[first + i]);
        }
    }

    /// @return The top of the tree over `level`, whose odd nodes are promoted.
    function rootOver(bytes32[] memory level) internal pure returns (bytes32) {
        while (level.length > 1) {
            level = above(level);
        }
        return level[0];
    }

    /// @return siblings From the bottom up, packed.
    function path(bytes32[] memory level, uint256 index) internal pure returns (bytes memory siblings) {
        for (; level.length > 1; index /= 2) {
            uint256 sibling = index % 2 == 0 ? index + 1 : index - 1;
            if (sibling < level.length) siblings = bytes.concat(siblings, level[sibling]);
            level = above(level);
        }
    }

    function above(bytes32[] memory level) internal pure returns (bytes32[] memory next) {
        next = new bytes32[]((level.length + 1) / 2);
        for (uint256 i; i < level.length; i += 2) {
            next[i / 2] = i + 1 < level.length ? node(level[i], level[i + 1]) : level[i];
        }
    }

    function node(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return a < b ? keccak256(bytes.concat(a, b)) : keccak256(bytes.concat(b, a));
    }
}
