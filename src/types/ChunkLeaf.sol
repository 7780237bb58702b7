// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice A chunk as the content tree commits to it.
/// @param index The chunk's place in the work, from 0.
/// @param length In bytes, 1 to 65,536.
/// @param chunkHash SHA-256 of the chunk's bytes.
/// @param piecesRoot The Merkle root over the chunk's 1 KiB pieces.
struct ChunkLeaf {
    uint64 index;
    uint32 length;
    bytes32 chunkHash;
    bytes32 piecesRoot;
}
