// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Commitment, Content} from "src/types/Content.sol";
import {Payee} from "src/types/Payee.sol";

/// @title ContentRegistry
/// @notice Commits to every chunk of every work, and names the payee of the work's revenue.
interface IContentRegistry {
    event ContentRegistered(
        bytes32 indexed contentId,
        address indexed publisher,
        Payee indexed payee,
        uint96 ratePerSecond,
        bool live
    );
    /// @notice A generation begins; the {RootChanged} event that follows has its root.
    event Republished(bytes32 indexed contentId, uint32 generation);
    /// @param leafCount All chunks of the present generation.
    /// @param byteCount All bytes of the present generation.
    event RootChanged(bytes32 indexed contentId, bytes32 root, uint64 leafCount, uint64 byteCount);
    /// @param leafCount The chunks of this checkpoint.
    event CheckpointAppended(
        bytes32 indexed contentId, uint64 indexed checkpoint, bytes32 checkpointRoot, uint16 leafCount
    );
    event LiveEnded(bytes32 indexed contentId);
    /// @param endpoint Empty for a name that was taken back.
    event SequencerNamed(address indexed account, string endpoint);
    event ContentVerified(bytes32 indexed contentId, address indexed caller, bool valid);

    /// @notice The caller has used the salt before: choose another, or republish the work.
    error ContentRegistry_AlreadyRegistered(bytes32 contentId);
    /// @notice A checkpoint holds at most `maximum` chunks.
    error ContentRegistry_CheckpointTooLong(uint16 leafCount, uint16 maximum);
    /// @notice The work or the checkpoint has no chunks.
    error ContentRegistry_Empty();
    error ContentRegistry_EndpointTooLong(uint256 length, uint256 maximum);
    /// @notice The work has ended, or was never live.
    error ContentRegistry_NotLive(bytes32 contentId);
    /// @notice Only `publisher` may change the work; zero for a work that was never registered.
    error ContentRegistry_NotPublisher(address caller, address publisher);
    /// @notice The payee is neither an address nor a registered split.
    error ContentRegistry_PayeeInvalid(Payee payee);
    /// @notice `leafCount` chunks of 1 to 65,536 bytes cannot hold `byteCount` bytes.
    error ContentRegistry_SizesDisagree(uint64 leafCount, uint64 byteCount);
    /// @notice The work still grows: end the work by {endLive} before republishing.
    error ContentRegistry_StillLive(bytes32 contentId);
    /// @notice The work was never registered.
    error ContentRegistry_Unknown(bytes32 contentId);

    /// @notice Registers a finished work of the caller.
    /// @dev Emits a {ContentRegistered} and a {RootChanged} event.
    /// Requirements:
    /// - the caller never used `salt` before;
    /// - `payee` is an address or a registered split;
    /// - there is at least one chunk, and `byteCount` fits `leafCount` chunks of 1 to 65,536 bytes.
    /// Warning: only the publisher vouches that the tree is well formed. An edge must rebuild the whole tree
    /// before signing a receipt (CNT-2).
    /// @param salt Tells apart the works of one publisher.
    /// @param checkpointsRoot The Merkle root over the checkpoints.
    /// @return contentId The id that {contentIdOf} gives.
    function register(
        bytes32 salt,
        Payee payee,
        uint96 ratePerSecond,
        uint64 leafCount,
        uint64 byteCount,
        bytes32 checkpointsRoot
    ) external returns (bytes32 contentId);

    /// @notice Registers a live work of the caller, which begins empty.
    /// @dev Emits a {ContentRegistered} event. Requirements: those of {register} for `salt` and `payee`.
    function registerLive(bytes32 salt, Payee payee, uint96 ratePerSecond)
        external
        returns (bytes32 contentId);

    /// @notice Appends a checkpoint to a live work of the caller.
    /// @dev Emits a {CheckpointAppended} and a {RootChanged} event, and {LiveEnded} with the last.
    /// Notes:
    /// - a checkpoint of fewer than 1,000 chunks is the last, and ends the work; {endLive} ends a work whose last checkpoint is
    ///   full.
    /// Requirements:
    /// - the caller published `contentId`, and the work is live;
    /// - there are 1 to 1,000 chunks, and `byteCount` fits `leafCount` chunks.
    /// @param leafCount Chunks of this checkpoint.
    /// @param byteCount Bytes of this checkpoint.
    function appendCheckpoint(bytes32 contentId, bytes32 checkpointRoot, uint16 leafCount, uint64 byteCount)
        external;

    /// @notice Ends a live work of the caller as it stands: no checkpoint follows.
    /// @dev Emits a {LiveEnded} event. Requirements: the caller published `contentId`, and the work is live.
    function endLive(bytes32 contentId) external;

    /// @notice Replaces all chunks of a work of the caller by those of a new generation, under the same id, payee and price.
    /// @dev Emits a {Republished} and a {RootChanged} event.
    /// Notes:
    /// - {verifyContent} proves chunks of the new generation from now on; {isProvenIn} proves those of every generation;
    /// - a receipt that an edge signed stays good or bad by the generation that the receipt names (CNT-2).
    /// Requirements:
    /// - the caller published `contentId`, and the work is not live;
    /// - the sizes are as {register} asks.
    /// Warning: edges serve the new generation only after they rebuilt its tree; streams and channels go on meanwhile.
    /// @return generation The number of the new generation: one above the last.
    function republish(bytes32 contentId, uint64 leafCount, uint64 byteCount, bytes32 checkpointsRoot)
        external
        returns (uint32 generation);

    /// @notice Names the sequencer that takes the vouchers for the caller, and for the works that the caller publishes.
    /// @dev Emits a {SequencerNamed} event. Replaces the name given before.
    /// Notes:
    /// - one name serves a whole catalogue, whatever split each work pays;
    /// - an empty `endpoint` takes the name back.
    /// Requirements: `endpoint` has at most 256 bytes.
    /// Warning: the former sequencer may still hold vouchers. They settle as before; keep it running until they have.
    /// @param endpoint The base URL of the sequencer.
    function nameSequencer(string calldata endpoint) external;

    /// @notice Checks whether `proof` proves a chunk of the present generation of `contentId`, and logs the answer.
    /// @dev Emits a {ContentVerified} event. Never reverts for a bad proof: malformed bytes give false.
    /// @param proof `index u64 ‖ length u32 ‖ sha256(chunk) ‖ piecesRoot ‖ path`, packed big-endian; the path
    /// is the siblings from the leaf up, 32 bytes each.
    function verifyContent(bytes32 contentId, bytes memory proof) external returns (bool);

    /// @notice Answers like {verifyContent}, without a log.
    function isProven(bytes32 contentId, bytes memory proof) external view returns (bool);

    /// @notice Answers like {isProven} for one generation, present or former. A generation that was never published proves
    /// nothing.
    function isProvenIn(bytes32 contentId, uint32 generation, bytes memory proof) external view returns (bool);

    /// @return The id of the work that `publisher` registers with `salt`, on this chain and contract only.
    function contentIdOf(address publisher, bytes32 salt) external view returns (bytes32);

    /// @return The stored state of a work; all zero for a work that was never registered.
    function contentOf(bytes32 contentId) external view returns (Content memory);

    /// @return The sizes and the root of one generation, present or former; all zero for a generation that was never published.
    function commitmentOf(bytes32 contentId, uint32 generation) external view returns (Commitment memory);

    /// @return The base URL of the sequencer that `account` named; empty where none is named.
    function sequencerOf(address account) external view returns (string memory);

    /// @return endpoint The base URL of the sequencer for payments of a work: the payee's, where the payee is an address that
    /// named one, else the publisher's; empty where neither named one.
    function sequencerOfWork(bytes32 contentId) external view returns (string memory endpoint);

    /// @return The number of works that were ever registered.
    function workCount() external view returns (uint256);

    /// @notice Lists works in order of registration, so that nobody has to read the logs of a chain's whole life.
    /// @dev Nothing leaves the list: a place stands for one work for ever. Anyone may register, so expect works of anyone.
    /// @param from The first place, from 0.
    /// @param count The most works to give; the list may end before.
    /// @return contentIds The ids of the works.
    /// @return contents Their stored states, in the same order.
    function works(uint256 from, uint256 count)
        external
        view
        returns (bytes32[] memory contentIds, Content[] memory contents);

    /// @return The payee of a work's revenue. Reverts for a work that was never registered.
    function payeeOf(bytes32 contentId) external view returns (Payee);
}
