// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The promise of an edge to keep a work (EIP-712, domain "Tributary", version "1").
/// @param contentId The work.
/// @param generation The generation of the work.
/// @param leafCount The edge holds the chunks 0 to `leafCount - 1`, and their leaves.
/// @param until The last epoch in which the edge may be asked for a piece.
struct Holding {
    bytes32 contentId;
    uint32 generation;
    uint64 leafCount;
    uint64 until;
}

/// @notice A bonded demand for one piece of one chunk. The court keeps its hash alone.
/// @param edge The edge that must answer.
/// @param requester The account that put up the bond.
/// @param epoch The epoch of the request; the edge answers until the end of the next one.
/// @param bond In wei of ether.
/// @param contentId The work.
/// @param generation The generation of the work.
/// @param index The chunk's place in the work, from 0.
/// @param piece The piece's place in the chunk, from 0.
/// @param slot The place among the edge's requests, from 0.
/// @param piecesRoot The root over the chunk's pieces, as the requester has it; zero from a requester who has no leaf list.
struct PieceRequest {
    address edge;
    address requester;
    uint64 epoch;
    uint96 bond;
    bytes32 contentId;
    uint32 generation;
    uint64 index;
    uint8 piece;
    uint8 slot;
    bytes32 piecesRoot;
}
