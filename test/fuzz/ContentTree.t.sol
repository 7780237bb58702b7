// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CheckpointPeaks} from "src/libraries/CheckpointPeaks.sol";
import {ContentTree} from "src/libraries/ContentTree.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

/// @notice The tree that the contract keeps, against the naive one.
contract ContentTree_FuzzTest is ContentScene {
    using CheckpointPeaks for bytes32[];
    using ContentTwin for ChunkLeaf[];

    bytes32[] private _peaks;

    /// @dev A run hashes up to 2,100 leaves three times over.
    /// forge-config: ci.fuzz.runs = 128
    function testFuzz_EveryChunkOfAWorkIsProven(uint256 count, uint256 index) external {
        count = bound(count, 1, 2100);
        ChunkLeaf[] memory leaves = leavesOf(count);
        bytes32 contentId = publish("a", leaves);
        assertEq(contents.contentOf(contentId).root, contentRootOf(contentId, leaves));
        index = bound(index, 0, count - 1);
        assertTrue(contents.isProven(contentId, leaves.proof(index)));
    }

    /// @dev A run hashes up to 2,100 leaves three times over.
    /// forge-config: ci.fuzz.runs = 128
    function testFuzz_ALiveWorkHasTheRootOfAFinishedOne(uint256 count, uint256 index) external {
        count = bound(count, 1, 2100);
        ChunkLeaf[] memory leaves = leavesOf(count);
        bytes32[] memory roots = leaves.checkpointRoots();
        bytes32 contentId = publishLive("a");
        for (uint256 i; i < roots.length; ++i) {
            uint16 chunks = uint16(count - 1000 * i < 1000 ? count - 1000 * i : 1000);
            uint64 byteCount;
            for (uint256 j; j < chunks; ++j) {
                byteCount += leaves[1000 * i + j].length;
            }
            append(contentId, roots[i], chunks, byteCount);
        }
        assertEq(contents.contentOf(contentId).root, contentRootOf(contentId, leaves));
        index = bound(index, 0, count - 1);
        assertTrue(contents.isProven(contentId, leaves.proof(index)));
    }

    function test_PeaksHaveTheRootOfTheNaiveTree() external {
        bytes32[] memory all = new bytes32[](2100);
        for (uint256 count; count < all.length; ++count) {
            all[count] = keccak256(abi.encode(count));
            bytes32 root = _peaks.append(count, all[count]);
            if (count < 130 || count % 61 == 0 || count + 1 == all.length) {
                assertEq(root, ContentTwin.rootOver(_head(all, count + 1)), vm.toString(count));
            }
        }
        assertEq(_peaks.length, 4, "as many as 2,100 has ones");
    }

    function testFuzz_LeafHashesAgree(ChunkLeaf calldata leaf) external pure {
        assertEq(ContentTree.hash(leaf), ContentTwin.leafHash(leaf));
    }

    function testFuzz_SizesAgree(uint64 leafCount, uint64 byteCount) external pure {
        bool fits = byteCount >= leafCount && (uint256(byteCount) + 65_535) / 65_536 <= leafCount;
        assertEq(ContentTree.sizesAgree(leafCount, byteCount), fits);
    }

    function _head(bytes32[] memory all, uint256 count) private pure returns (bytes32[] memory head) {
        head = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            head[i] = all[i];
        }
    }
}
