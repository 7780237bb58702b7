// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ContentTree} from "src/libraries/ContentTree.sol";

/// @title PieceTree
/// @notice Hashes and paths of the tree over a chunk's pieces (docs/SPEC.md).
/// @dev A piece's preimage has 1,029 bytes, a node's 64. The piece's own index says where it stands.
library PieceTree {
    /// @notice The bytes of a piece; a chunk's last one is filled up with zeros.
    uint256 internal constant PIECE_BYTES = 1024;
    /// @notice The most pieces of a chunk.
    uint256 internal constant MOST_PIECES = ContentTree.CHUNK_BYTES / PIECE_BYTES;

    /// @return node The root that `path` leads to from `piece`, which has {PIECE_BYTES}.
    function rootOf(uint8 index, bytes calldata piece, bytes32[] calldata path)
        internal
        pure
        returns (bytes32 node)
    {
        node = keccak256(abi.encodePacked(bytes1(0x01), uint32(index), piece));
        for (uint256 i; i < path.length; ++i) {
            node = ContentTree.parent(node, path[i]);
        }
    }

    /// @return Whether a chunk of `length` bytes has a piece `index`.
    function has(uint32 length, uint8 index) internal pure returns (bool) {
        return index * PIECE_BYTES < length;
    }
}
