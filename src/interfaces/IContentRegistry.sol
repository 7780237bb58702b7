// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Payee} from "src/types/Payee.sol";

/// @param publisher Who registered it, and alone may append to it.
/// @param live Whether checkpoints may still be appended.
/// @param generation Grows when a work is published anew under the same id; part of the root.
/// @param payee Who is paid for it.
/// @param ratePerSecond The price of a second, in wei.
/// @param leafCount Chunks committed so far.
/// @param byteCount Bytes committed so far.
/// @param root The content root, as docs/SPEC.md has it; zero for live content without a checkpoint.
struct Content {
    address publisher;
    bool live;
    uint32 generation;
    uint96 ratePerSecond;
    uint64 leafCount;
    uint64 byteCount;
    Payee payee;
    bytes32 root;
}

/// @title ContentRegistry
/// @notice Commits to every chunk of every work, and says who is paid for it.
interface IContentRegistry {
    event ContentRegistered(
        bytes32 indexed contentId,
        address indexed publisher,
        Payee indexed payee,
        uint96 ratePerSecond,
        bool live
    );
    event RootChanged(bytes32 indexed contentId, bytes32 root, uint64 leafCount, uint64 byteCount);
    event CheckpointAppended(
        bytes32 indexed contentId, uint64 indexed checkpoint, bytes32 checkpointRoot, uint16 leafCount
    );
    event LiveEnded(bytes32 indexed contentId);
    event ContentVerified(bytes32 indexed contentId, address indexed caller, bool valid);

    error ContentRegistry_AlreadyRegistered(bytes32 contentId);
    error ContentRegistry_Empty();
    error ContentRegistry_Unknown(bytes32 contentId);
    error ContentRegistry_NotLive(bytes32 contentId);
    error ContentRegistry_NotPublisher(address caller, address publisher);
    error ContentRegistry_PayeeInvalid(Payee payee);
    error ContentRegistry_SizesDisagree(uint64 leafCount, uint64 byteCount);
    error ContentRegistry_CheckpointTooLong(uint16 leafCount, uint16 maximum);

    /// @notice Registers a finished work of the caller.
    /// @dev Emits a {ContentRegistered} and a {RootChanged} event.
    /// Requirements:
    /// - the caller never used `salt` before;
    /// - `payee` is an address or a registered split;
    /// - there is at least one chunk, and `byteCount` fits `leafCount` chunks of 1 to 65,536 bytes.
    /// Warning: that the tree is well formed is the publisher's word. An edge must rebuild the whole tree
    /// before it signs a receipt (CNT-2).
    /// @param salt Tells apart the works of one publisher.
    /// @param checkpointsRoot The Merkle root over the checkpoints.
    /// @return contentId As {contentIdOf} says.
    function register(
        bytes32 salt,
        Payee payee,
        uint96 ratePerSecond,
        uint64 leafCount,
        uint64 byteCount,
        bytes32 checkpointsRoot
    ) external returns (bytes32 contentId);

    /// @notice Registers a live work of the caller, empty for now.
    /// @dev Emits a {ContentRegistered} event. Requirements as for {register}.
    function registerLive(bytes32 salt, Payee payee, uint96 ratePerSecond)
        external
        returns (bytes32 contentId);

    /// @notice Appends a checkpoint to a live work of the caller.
    /// @dev Emits a {CheckpointAppended} and a {RootChanged} event, and {LiveEnded} with the last.
    /// Notes:
    /// - a checkpoint of fewer than 1,000 chunks is the last one, and ends the work.
    /// Requirements:
    /// - the caller published `contentId`, and it is live;
    /// - there are 1 to 1,000 chunks, and `byteCount` fits them.
    /// @param leafCount Chunks of this checkpoint.
    /// @param byteCount Bytes of this checkpoint.
    function appendCheckpoint(bytes32 contentId, bytes32 checkpointRoot, uint16 leafCount, uint64 byteCount)
        external;

    /// @notice Says whether `proof` proves a chunk of `contentId`, and logs the answer.
    /// @dev Emits a {ContentVerified} event. Never reverts for a bad proof: malformed bytes are just false.
    /// @param proof `index u64 ‖ length u32 ‖ sha256(chunk) ‖ piecesRoot ‖ path`, packed big-endian; the path
    /// is the siblings from the leaf up, 32 bytes each.
    function verifyContent(bytes32 contentId, bytes memory proof) external returns (bool);

    /// @notice As {verifyContent}, without a log.
    function isProven(bytes32 contentId, bytes memory proof) external view returns (bool);

    /// @return The id that `publisher` gets with `salt`, on this chain and contract only.
    function contentIdOf(address publisher, bytes32 salt) external view returns (bytes32);

    /// @return What stands about `contentId`; all zero for one that was never registered.
    function contentOf(bytes32 contentId) external view returns (Content memory);

    /// @return Who is paid for `contentId`. Reverts for one that was never registered.
    function payeeOf(bytes32 contentId) external view returns (Payee);
}
