// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

contract ContentRegistry_IsProven_Test is ContentScene {
    using ContentTwin for ChunkLeaf[];

    function test_WhenTheProofIsFalse() external {
        assertFalse(contents.isProven(publish("a", leavesOf(3)), leavesOf(4).proof(1)));
    }

    function test_WhenTheProofIsTrue() external {
        bytes32 contentId = publish("a", leavesOf(3));
        vm.recordLogs();
        assertTrue(contents.isProven(contentId, leavesOf(3).proof(1)));
        assertEq(vm.getRecordedLogs().length, 0, "a view logs nothing");
    }
}
