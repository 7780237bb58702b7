// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {ChunkReceipt} from "src/types/ChunkReceipt.sol";

/// @title ContentCourt
/// @notice Slashes an edge that signed for another chunk than the committed one, for one that was never committed, or for two in one
/// place; and a publisher whose checkpoint is not what the publisher signed while the work was live.
/// @dev CNT-2 rests on two rules. An edge signs only for chunks of a tree that the edge rebuilt, and whose root is final on
/// chain. A commitment never loses a chunk: a live work only grows, and a former generation is kept.
interface IContentCourt {
    /// @notice `prover` showed that `edge` signed for a wrong chunk at `index`, or that no chunk is there.
    event WrongChunkProven(
        address indexed edge, bytes32 indexed contentId, uint64 index, address indexed prover
    );
    /// @notice `prover` showed that `edge` signed for two chunks at `index` of one generation.
    event EquivocationProven(
        address indexed edge, bytes32 indexed contentId, uint64 index, address indexed prover
    );
    /// @notice `prover` showed that a checkpoint of `publisher` holds another chunk at `index` than the publisher signed.
    event FalseCheckpointProven(
        address indexed publisher, bytes32 indexed contentId, uint64 index, address indexed prover
    );

    /// @notice The generation has `leafCount` chunks, so the receipt's is one of them: {slashWrongChunk} judges it.
    error ContentCourt_ChunkCommitted(bytes32 contentId, uint32 generation, uint64 index, uint64 leafCount);
    /// @notice The receipts are of two places, or say the same.
    error ContentCourt_NoContradiction();
    /// @notice The recovered signer did not publish the work.
    error ContentCourt_NotThePublisher(address signer, address publisher);
    /// @notice The receipts are signed by two accounts.
    error ContentCourt_TwoSigners(address first, address second);
    /// @notice The proof is of another chunk than the receipt: give the path of the chunk at `receiptIndex`.
    error ContentCourt_IndexMismatch(uint64 receiptIndex, uint64 proofIndex);
    /// @notice The recovered signer has no bond as an edge: check the receipt, the signature, the chain and the court.
    error ContentCourt_NotAnEdge(address signer);
    /// @notice The proof is not a path under the root of the receipt's generation.
    error ContentCourt_ProofInvalid(bytes32 contentId, uint32 generation);
    /// @notice The edge signed the committed chunk.
    error ContentCourt_ReceiptTrue(bytes32 contentId, uint64 index);
    /// @notice The receipt is of a work that still grows, and may yet hold the chunk: wait until the work has ended.
    error ContentCourt_StillLive(bytes32 contentId);

    /// @notice Slashes the edge that signed `receipt`, by the path of the true chunk. Half of the edge's bond goes to
    /// the caller, half is burned.
    /// @dev Emits a {WrongChunkProven} event.
    /// Notes:
    /// - the receipt is judged by the generation that the receipt names, so republishing a work saves no edge, and betrays none.
    /// Requirements:
    /// - `proof` proves the chunk at the receipt's index in the receipt's generation (the format is that of
    ///   {IContentRegistry.verifyContent});
    /// - the receipt's hash or length is not the chunk's;
    /// - the signer is an edge with a bond.
    /// @param signature 65 bytes, or 64 as of EIP-2098.
    /// @return edge The edge that was slashed.
    function slashWrongChunk(ChunkReceipt calldata receipt, bytes calldata signature, bytes calldata proof)
        external
        returns (address edge);

    /// @notice Slashes the edge that signed `receipt` for a chunk that does not exist: beyond the last chunk of the receipt's
    /// generation, in a generation that was never published, or of a work that was never registered. Half of the edge's bond
    /// goes to the caller, half is burned.
    /// @dev Emits a {WrongChunkProven} event.
    /// Requirements:
    /// - the receipt's generation has no chunk at the receipt's index, and is not a live work's, which may still grow;
    /// - the signer is an edge with a bond.
    /// @param signature 65 bytes, or 64 as of EIP-2098.
    /// @return edge The edge that was slashed.
    function slashUncommittedChunk(ChunkReceipt calldata receipt, bytes calldata signature)
        external
        returns (address edge);

    /// @notice Slashes the edge that signed both receipts, for two chunks in one place of one generation: one of them is a lie,
    /// whichever it is. Half of the edge's bond goes to the caller, half is burned.
    /// @dev Emits an {EquivocationProven} event. A work that is live, or unknown, is judged too.
    /// Requirements:
    /// - the receipts name the same work, generation and index, and differ in length or hash;
    /// - one edge with a bond signed both.
    /// @return edge The edge that was slashed.
    function slashEquivocation(
        ChunkReceipt calldata first,
        bytes calldata firstSignature,
        ChunkReceipt calldata second,
        bytes calldata secondSignature
    ) external returns (address edge);

    /// @notice Slashes the publisher who signed `leaf` of a live work, and then committed to another at the same index. Half of
    /// the publisher's bond goes to the caller, half is burned.
    /// @dev Emits a {FalseCheckpointProven} event. Who publishes live registers in the role Publisher to have a bond at all.
    /// Requirements:
    /// - `proof` proves another chunk at the leaf's index in generation 0, in which alone a work grows;
    /// - the work's publisher signed the leaf ({liveLeafDigest}), and has a bond.
    /// @return publisher The publisher who was slashed.
    function slashFalseCheckpoint(
        bytes32 contentId,
        ChunkLeaf calldata leaf,
        bytes calldata signature,
        bytes calldata proof
    ) external returns (address publisher);

    /// @return The EIP-712 digest that a publisher signs for a chunk which no checkpoint holds yet.
    function liveLeafDigest(bytes32 contentId, ChunkLeaf calldata leaf) external view returns (bytes32);

    /// @return The EIP-712 digest that an edge signs.
    function receiptDigest(ChunkReceipt calldata receipt) external view returns (bytes32);
}
