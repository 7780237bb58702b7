// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

contract ContentRegistry_IsProvenIn_Test is ContentScene {
    using ContentTwin for ChunkLeaf[];

    bytes32 private _contentId;

    function setUp() public override {
        super.setUp();
        _contentId = publish("a", leavesOf(5));
        republish(_contentId, othersOf(4, 1));
        republish(_contentId, othersOf(6, 2));
    }

    function test_WhenTheProofIsEmptyAndTheWorkIsALeafOfNothing() external {
        ChunkLeaf memory nothing;
        vm.prank(PUBLISHER);
        bytes32 contentId = contents.register("nothing", CREATOR, RATE, 1, 1, ContentTwin.leafHash(nothing));
        assertFalse(contents.isProvenIn(contentId, 0, ""), "CNT-1");
    }

    function test_WhenTheGenerationWasNeverPublished() external view {
        assertFalse(contents.isProvenIn(_contentId, 3, othersOf(6, 2).proof(1)), "CNT-1");
        assertFalse(contents.isProvenIn("nothing", 0, othersOf(6, 2).proof(1)), "CNT-1");
    }

    function test_WhenTheChunkIsOfAnotherGeneration() external view {
        assertFalse(contents.isProvenIn(_contentId, 0, othersOf(4, 1).proof(1)), "CNT-1");
        assertFalse(contents.isProvenIn(_contentId, 2, othersOf(4, 1).proof(1)), "CNT-1");
    }

    function test_WhenTheChunkIsOfThePresentGeneration() external view {
        assertTrue(contents.isProvenIn(_contentId, 2, othersOf(6, 2).proof(5)), "CNT-1");
    }

    function test_WhenTheChunkIsOfAFormerGeneration() external view {
        assertTrue(contents.isProvenIn(_contentId, 0, leavesOf(5).proof(4)), "CNT-1");
        assertTrue(contents.isProvenIn(_contentId, 1, othersOf(4, 1).proof(3)), "CNT-1");
    }

    function test_GivenAFormerGenerationGrewLive() external {
        ChunkLeaf[] memory leaves = leavesOf(1001);
        bytes32 contentId = publishLive("live");
        append(contentId, leaves.checkpointRoots()[0], 1000, 65_536_000);
        leaves[1000].index = 0;
        append(contentId, leaves.checkpointRoots()[1], 1, 1);
        republish(contentId, othersOf(3, 1));

        assertTrue(contents.isProvenIn(contentId, 0, leaves.proof(0)), "CNT-2");
        assertFalse(contents.isProvenIn(contentId, 0, leaves.proof(1000)), "CNT-2");
    }
}
