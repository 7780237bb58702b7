// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {CheckpointPeaks} from "src/libraries/CheckpointPeaks.sol";
import {ContentTree} from "src/libraries/ContentTree.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {Commitment, Content} from "src/types/Content.sol";
import {Payee} from "src/types/Payee.sol";

/// @title ContentRegistry
/// @notice See {IContentRegistry}.
contract ContentRegistry is IContentRegistry {
    using CheckpointPeaks for bytes32[];

    uint256 private constant MAXIMUM_ENDPOINT_BYTES = 256;

    /// @notice The registry of the splits that may be payees.
    ISplitRollup public immutable SPLIT_ROLLUP;

    /// @inheritdoc IContentRegistry
    mapping(address account => string) public sequencerOf;
    mapping(bytes32 contentId => Content) private _contents;
    /// @dev Every work, in order of registration.
    bytes32[] private _works;
    mapping(bytes32 contentId => bytes32[]) private _peaks;
    /// @dev Of works that were registered live, in order; all of them are of generation 0.
    mapping(bytes32 contentId => bytes32[]) private _checkpoints;
    /// @dev Of the generations before the present one.
    mapping(bytes32 contentId => mapping(uint32 generation => Commitment)) private _former;

    constructor(ISplitRollup splitRollup) {
        SPLIT_ROLLUP = splitRollup;
    }

    /* PUBLISHERS */

    /// @inheritdoc IContentRegistry
    function register(
        bytes32 salt,
        Payee payee,
        uint96 ratePerSecond,
        uint64 leafCount,
        uint64 byteCount,
        bytes32 checkpointsRoot
    ) external returns (bytes32 contentId) {
        if (leafCount == 0) revert ContentRegistry_Empty();
        contentId = _register(salt, payee, ratePerSecond, false);
        _grow(contentId, leafCount, byteCount, checkpointsRoot);
    }

    /// @inheritdoc IContentRegistry
    function registerLive(bytes32 salt, Payee payee, uint96 ratePerSecond)
        external
        returns (bytes32 contentId)
    {
        contentId = _register(salt, payee, ratePerSecond, true);
    }

    /// @inheritdoc IContentRegistry
    function appendCheckpoint(bytes32 contentId, bytes32 checkpointRoot, uint16 leafCount, uint64 byteCount)
        external
    {
        Content storage content = _live(contentId);
        if (leafCount == 0) revert ContentRegistry_Empty();
        if (leafCount > ContentTree.CHECKPOINT_CHUNKS) {
            revert ContentRegistry_CheckpointTooLong(leafCount, ContentTree.CHECKPOINT_CHUNKS);
        }

        uint64 checkpoint = content.leafCount / ContentTree.CHECKPOINT_CHUNKS;
        emit CheckpointAppended(contentId, checkpoint, checkpointRoot, leafCount);
        _checkpoints[contentId].push(checkpointRoot);
        bytes32 checkpointsRoot = _peaks[contentId].append(checkpoint, checkpointRoot);
        _grow(contentId, leafCount, byteCount, checkpointsRoot);

        if (leafCount < ContentTree.CHECKPOINT_CHUNKS) _end(content, contentId);
    }

    /// @inheritdoc IContentRegistry
    function endLive(bytes32 contentId) external {
        _end(_live(contentId), contentId);
    }

    /// @inheritdoc IContentRegistry
    function republish(bytes32 contentId, uint64 leafCount, uint64 byteCount, bytes32 checkpointsRoot)
        external
        returns (uint32 generation)
    {
        Content storage content = _contents[contentId];
        _requirePublisher(content);
        if (content.live) revert ContentRegistry_StillLive(contentId);
        if (leafCount == 0) revert ContentRegistry_Empty();

        generation = content.generation;
        _former[contentId][generation] = Commitment(content.leafCount, content.byteCount, content.root);
        (content.generation, content.leafCount, content.byteCount) = (++generation, 0, 0);
        emit Republished(contentId, generation);
        _grow(contentId, leafCount, byteCount, checkpointsRoot);
    }

    /* ANYONE */

    /// @inheritdoc IContentRegistry
    function nameSequencer(string calldata endpoint) external {
        uint256 length = bytes(endpoint).length;
        if (length > MAXIMUM_ENDPOINT_BYTES) {
            revert ContentRegistry_EndpointTooLong(length, MAXIMUM_ENDPOINT_BYTES);
        }
        sequencerOf[msg.sender] = endpoint;
        emit SequencerNamed(msg.sender, endpoint);
    }

    /// @inheritdoc IContentRegistry
    function verifyContent(bytes32 contentId, bytes memory proof) external returns (bool valid) {
        valid = isProven(contentId, proof);
        emit ContentVerified(contentId, msg.sender, valid);
    }

    /// @inheritdoc IContentRegistry
    function isProven(bytes32 contentId, bytes memory proof) public view returns (bool) {
        return isProvenIn(contentId, _contents[contentId].generation, proof);
    }

    /// @inheritdoc IContentRegistry
    function isProvenIn(bytes32 contentId, uint32 generation, bytes memory proof) public view returns (bool) {
        (bool wellFormed, ChunkLeaf memory leaf, bytes32[] memory path) = ContentTree.decode(proof);
        if (!wellFormed) return false;
        Commitment memory given = commitmentOf(contentId, generation);
        // CNT-1: the root binds id, generation and sizes; the leaf binds its place and length
        return leaf.index < given.leafCount
            && given.root
                == ContentTree.contentRoot(
                contentId, generation, given.leafCount, given.byteCount, ContentTree.rootOf(leaf, path)
            ) && _isInItsCheckpoint(contentId, generation, leaf, path);
    }

    /// @inheritdoc IContentRegistry
    function commitmentOf(bytes32 contentId, uint32 generation) public view returns (Commitment memory) {
        Content storage content = _contents[contentId];
        if (generation != content.generation) return _former[contentId][generation];
        return Commitment(content.leafCount, content.byteCount, content.root);
    }

    /// @inheritdoc IContentRegistry
    function contentIdOf(address publisher, bytes32 salt) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), publisher, salt));
    }

    /// @inheritdoc IContentRegistry
    function contentOf(bytes32 contentId) external view returns (Content memory) {
        return _contents[contentId];
    }

    /// @inheritdoc IContentRegistry
    function payeeOf(bytes32 contentId) external view returns (Payee payee) {
        payee = _contents[contentId].payee;
        if (Payee.unwrap(payee) == 0) revert ContentRegistry_Unknown(contentId);
    }

    /// @inheritdoc IContentRegistry
    function sequencerOfWork(bytes32 contentId) external view returns (string memory endpoint) {
        Content storage content = _contents[contentId];
        Payee payee = content.payee;
        if (payee.isAddress()) endpoint = sequencerOf[payee.toAddress()];
        if (bytes(endpoint).length == 0) endpoint = sequencerOf[content.publisher];
    }

    /// @inheritdoc IContentRegistry
    function workCount() external view returns (uint256) {
        return _works.length;
    }

    /// @inheritdoc IContentRegistry
    function works(uint256 from, uint256 count)
        external
        view
        returns (bytes32[] memory contentIds, Content[] memory contents)
    {
        uint256 left = from < _works.length ? _works.length - from : 0;
        if (count > left) count = left;
        (contentIds, contents) = (new bytes32[](count), new Content[](count));
        for (uint256 i; i < count; ++i) {
            contentIds[i] = _works[from + i];
            contents[i] = _contents[contentIds[i]];
        }
    }

    /* INTERNAL */

    /// @return content The caller's work, which is live.
    function _live(bytes32 contentId) private view returns (Content storage content) {
        content = _contents[contentId];
        if (!content.live) revert ContentRegistry_NotLive(contentId);
        _requirePublisher(content);
    }

    function _end(Content storage content, bytes32 contentId) private {
        content.live = false;
        emit LiveEnded(contentId);
    }

    function _requirePublisher(Content storage content) private view {
        address publisher = content.publisher;
        if (msg.sender != publisher) revert ContentRegistry_NotPublisher(msg.sender, publisher);
    }

    /// @dev CNT-2: edges sign for a live work while the work grows. A later checkpoint with a second leaf of a signed
    /// index would turn their receipts into lies, so a leaf counts only in the checkpoint of its index. A work grows in
    /// generation 0 only.
    function _isInItsCheckpoint(
        bytes32 contentId,
        uint32 generation,
        ChunkLeaf memory leaf,
        bytes32[] memory path
    ) private view returns (bool) {
        bytes32[] storage checkpoints = _checkpoints[contentId];
        if (generation != 0 || checkpoints.length == 0) return true;
        return ContentTree.leadsThrough(leaf, path, checkpoints[leaf.index / ContentTree.CHECKPOINT_CHUNKS]);
    }

    function _register(bytes32 salt, Payee payee, uint96 ratePerSecond, bool live)
        private
        returns (bytes32 contentId)
    {
        contentId = contentIdOf(msg.sender, salt);
        Content storage content = _contents[contentId];
        if (content.publisher != address(0)) revert ContentRegistry_AlreadyRegistered(contentId);
        bool payable_ = payee.isSplit() ? SPLIT_ROLLUP.tableHashOf(payee.toSplit()) != 0 : payee.isAddress();
        if (!payable_) revert ContentRegistry_PayeeInvalid(payee);

        content.publisher = msg.sender;
        content.live = live;
        content.ratePerSecond = ratePerSecond;
        content.payee = payee;
        _works.push(contentId);
        emit ContentRegistered(contentId, msg.sender, payee, ratePerSecond, live);
    }

    function _grow(bytes32 contentId, uint64 leafCount, uint64 byteCount, bytes32 checkpointsRoot) private {
        if (!ContentTree.sizesAgree(leafCount, byteCount)) {
            revert ContentRegistry_SizesDisagree(leafCount, byteCount);
        }
        Content storage content = _contents[contentId];
        leafCount += content.leafCount;
        byteCount += content.byteCount;
        bytes32 root =
            ContentTree.contentRoot(contentId, content.generation, leafCount, byteCount, checkpointsRoot);
        content.leafCount = leafCount;
        content.byteCount = byteCount;
        content.root = root;
        emit RootChanged(contentId, root, leafCount, byteCount);
    }
}
