// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The receipt that an edge signs for every chunk served (EIP-712, domain "Tributary", version "1").
/// @param contentId The work that the chunk belongs to.
/// @param generation The generation of the work that the edge served.
/// @param index The chunk's place in the work, from 0.
/// @param length Bytes served.
/// @param chunkHash SHA-256 of the bytes served.
struct ChunkReceipt {
    bytes32 contentId;
    uint32 generation;
    uint64 index;
    uint32 length;
    bytes32 chunkHash;
}
