// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {ContentRegistry} from "src/content/ContentRegistry.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {Commitment} from "src/types/Content.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

/// @notice Publishers of finished and live works, which are republished. Every live work has the same chunks, some of which are
/// watched.
contract ContentHandler is Test {
    using ContentTwin for ChunkLeaf[];

    uint256 private constant CHECKPOINTS = 3;

    struct Watched {
        bytes32 contentId;
        uint32 generation;
        uint64 index;
        bytes leaf;
        bytes path;
    }

    ContentRegistry private immutable CONTENTS;

    /// @dev Of the live works: the roots of their checkpoints, and in each a leaf with its path up to it.
    bytes32[] private _roots;
    uint64[CHECKPOINTS] private _indexes = [uint64(999), 1000, 2003];
    bytes[CHECKPOINTS] private _liveLeaves;
    bytes[CHECKPOINTS] private _livePaths;
    bytes32[] private _liveWorks;
    mapping(bytes32 contentId => uint256) private _appended;
    Watched[] private _watched;
    mapping(bytes32 contentId => mapping(uint32 generation => Commitment)) private _wasLast;
    uint256 private _salt;

    constructor(ContentRegistry contents) {
        CONTENTS = contents;
        ChunkLeaf[] memory leaves = _leaves(2004, 0);
        bytes32[] memory roots = leaves.checkpointRoots();
        for (uint256 i; i < CHECKPOINTS; ++i) {
            _roots.push(roots[i]);
            _liveLeaves[i] = ContentTwin.pack(leaves[_indexes[i]]);
            _livePaths[i] = ContentTwin.path(leaves.checkpointHashes(i), _indexes[i] % 1000);
        }
    }

    /* ACTIONS */

    function register(uint8 count, uint256 seed, uint8 index) external {
        count = 1 + count % 20;
        index %= count;
        ChunkLeaf[] memory leaves = _leaves(count, seed);
        bytes32 contentId = CONTENTS.register(
            bytes32(++_salt), payeeOf(address(1)), 1, count, uint64(count) * 100, leaves.root()
        );
        bytes memory path = ContentTwin.path(leaves.checkpointHashes(0), index);
        _watched.push(Watched(contentId, 0, index, ContentTwin.pack(leaves[index]), path));
    }

    function registerLive() external {
        _liveWorks.push(CONTENTS.registerLive(bytes32(++_salt), payeeOf(address(1)), 1));
    }

    function append(uint256 which) external {
        if (_liveWorks.length == 0) return;
        bytes32 contentId = _liveWorks[which % _liveWorks.length];
        uint256 checkpoint = _appended[contentId];
        if (checkpoint >= CHECKPOINTS || !CONTENTS.contentOf(contentId).live) return;
        ++_appended[contentId];
        bool last = checkpoint + 1 == CHECKPOINTS;
        CONTENTS.appendCheckpoint(contentId, _roots[checkpoint], last ? 4 : 1000, last ? 400 : 100_000);
        _watched.push(
            Watched(contentId, 0, _indexes[checkpoint], _liveLeaves[checkpoint], _livePaths[checkpoint])
        );
    }

    /// @notice Ends a live work as it stands: after a full checkpoint, or none.
    function endLive(uint256 which) external {
        if (_liveWorks.length == 0) return;
        bytes32 contentId = _liveWorks[which % _liveWorks.length];
        bool isLive = CONTENTS.contentOf(contentId).live;
        try CONTENTS.endLive(contentId) {
            assertTrue(isLive, "ended <=> live");
        } catch {
            assertFalse(isLive, "ended <=> live");
        }
    }

    /// @notice Publishes other chunks under the id of a watched work, unless it still grows.
    function republish(uint256 which, uint8 count, uint256 seed, uint8 index) external {
        if (_watched.length == 0) return;
        bytes32 contentId = _watched[which % _watched.length].contentId;
        if (CONTENTS.contentOf(contentId).live) return;
        count = 1 + count % 20;
        index %= count;
        ChunkLeaf[] memory leaves = _leaves(count, seed);
        uint32 generation = CONTENTS.republish(contentId, count, uint64(count) * 100, leaves.root());
        _wasLast[contentId][generation - 1] = CONTENTS.commitmentOf(contentId, generation - 1);
        bytes memory path = ContentTwin.path(leaves.checkpointHashes(0), index);
        _watched.push(Watched(contentId, generation, index, ContentTwin.pack(leaves[index]), path));
    }

    /// @notice Appends a checkpoint whose only leaf says that it is a chunk of an earlier one.
    function appendFalsely(uint64 index, bytes32 chunkHash) external {
        bytes32 contentId = CONTENTS.registerLive(bytes32(++_salt), payeeOf(address(1)), 1);
        CONTENTS.appendCheckpoint(contentId, _roots[0], 1000, 100_000);
        ChunkLeaf memory leaf = ChunkLeaf(index % 1000, 100, chunkHash, 0);
        CONTENTS.appendCheckpoint(contentId, ContentTwin.leafHash(leaf), 1, 100);
        bytes memory proof = bytes.concat(ContentTwin.pack(leaf), _roots[0]);
        assertFalse(CONTENTS.isProven(contentId, proof), "CNT-1: no chunk in another place");
    }

    /* WHAT THE INVARIANT ASKS */

    /// @return The number of works that were registered: the last salt.
    function workCount() external view returns (uint256) {
        return _salt;
    }

    function liveCount() external view returns (uint256) {
        return _liveWorks.length;
    }

    /// @return contentId A work that was registered live.
    /// @return appended How many checkpoints it was given.
    function liveWork(uint256 which) external view returns (bytes32 contentId, uint256 appended) {
        contentId = _liveWorks[which];
        appended = _appended[contentId];
    }

    /// @return contentId The work of the watched chunk.
    /// @return generation The generation of the watched chunk.
    function watchedAt(uint256 which) external view returns (bytes32 contentId, uint32 generation) {
        (contentId, generation) = (_watched[which].contentId, _watched[which].generation);
    }

    /// @return What a former generation was committed to when it was replaced; all zero for one that was not.
    function lastOf(bytes32 contentId, uint32 generation) external view returns (Commitment memory) {
        return _wasLast[contentId][generation];
    }

    function watchedCount() external view returns (uint256) {
        return _watched.length;
    }

    /// @return contentId The work of the watched chunk.
    /// @return generation The generation of the watched chunk.
    /// @return proof A true proof, under the present root of the generation.
    function proofOf(uint256 which)
        external
        view
        returns (bytes32 contentId, uint32 generation, bytes memory proof)
    {
        Watched memory watched = _watched[which];
        (contentId, generation) = (watched.contentId, watched.generation);
        proof = bytes.concat(watched.leaf, watched.path, _pathAbove(watched));
    }

    /* INTERNAL */

    /// @dev From the chunk's checkpoint up to the root over those that are there by now.
    function _pathAbove(Watched memory watched) private view returns (bytes memory) {
        uint256 count = _appended[watched.contentId];
        // a generation after the first never grows
        if (count == 0 || watched.generation != 0) return "";
        bytes32[] memory roots = new bytes32[](count < CHECKPOINTS ? count : CHECKPOINTS);
        for (uint256 i; i < roots.length; ++i) {
            roots[i] = _roots[i];
        }
        return ContentTwin.path(roots, watched.index / 1000);
    }

    function _leaves(uint256 count, uint256 seed) private pure returns (ChunkLeaf[] memory leaves) {
        leaves = new ChunkLeaf[](count);
        for (uint64 i; i < count; ++i) {
            bytes32 chunkHash = keccak256(abi.encode(seed, i));
            leaves[i] = ChunkLeaf(i, 100, chunkHash, keccak256(abi.encode(chunkHash)));
        }
    }
}
