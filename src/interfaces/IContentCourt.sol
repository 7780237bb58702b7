// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice What an edge signs for every chunk it serves (EIP-712, domain "Tributary", version "1").
/// @param length Bytes served.
/// @param chunkHash SHA-256 of the bytes served.
struct ChunkReceipt {
    bytes32 contentId;
    uint32 generation;
    uint64 index;
    uint32 length;
    bytes32 chunkHash;
}

/// @title ContentCourt
/// @notice Slashes an edge that signed for a chunk that is not the one committed.
interface IContentCourt {
    event WrongChunkProven(
        address indexed edge, bytes32 indexed contentId, uint64 index, address indexed prover
    );

    error ContentCourt_GenerationStale(uint32 given, uint32 current);
    error ContentCourt_IndexMismatch(uint64 receiptIndex, uint64 proofIndex);
    error ContentCourt_NotAnEdge(address signer);
    error ContentCourt_ProofInvalid(bytes32 contentId);
    error ContentCourt_ReceiptTrue(bytes32 contentId, uint64 index);

    /// @notice Slashes the edge that signed `receipt`, by the path of the true chunk. Half of its bond goes to
    /// the caller, half is burned.
    /// @dev Emits a {WrongChunkProven} event.
    /// Requirements:
    /// - `proof` proves the chunk at the receipt's index (the format is that of
    ///   {IContentRegistry.verifyContent});
    /// - the receipt is of the work's present generation, and its hash or length is not the chunk's;
    /// - the signer is an edge with a bond.
    /// @param signature 65 bytes, or 64 as of EIP-2098.
    /// @return edge Who was slashed.
    function slashWrongChunk(ChunkReceipt calldata receipt, bytes calldata signature, bytes calldata proof)
        external
        returns (address edge);

    /// @return The EIP-712 digest that an edge signs.
    function receiptDigest(ChunkReceipt calldata receipt) external view returns (bytes32);
}
