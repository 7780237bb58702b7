// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {Content} from "src/types/Content.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

contract ContentRegistry_EndLive_Test is ContentScene {
    using ContentTwin for ChunkLeaf[];

    bytes32 private _contentId;

    function setUp() public override {
        super.setUp();
        _contentId = publishLive("live");
    }

    function test_RevertGiven_TheWorkWasNeverRegistered() external {
        _expectNotLive("nothing");
        endLive("nothing");
    }

    function test_RevertGiven_TheWorkIsFinished() external {
        bytes32 finished = publish("finished", leavesOf(1));
        _expectNotLive(finished);
        endLive(finished);
    }

    function test_RevertGiven_TheWorkHasEnded() external {
        endLive(_contentId);
        _expectNotLive(_contentId);
        endLive(_contentId);
    }

    function test_RevertWhen_TheCallerIsNotThePublisher() external {
        vm.expectRevert(
            abi.encodeWithSelector(
                IContentRegistry.ContentRegistry_NotPublisher.selector, STRANGER, PUBLISHER
            )
        );
        vm.prank(STRANGER);
        contents.endLive(_contentId);
    }

    function test_GivenTheLastCheckpointIsFull() external {
        ChunkLeaf[] memory leaves = leavesOf(2000);
        bytes32[] memory roots = leaves.checkpointRoots();
        append(_contentId, roots[0], 1000, 65_536_000);
        append(_contentId, roots[1], 1000, 1000);
        Content memory before = contents.contentOf(_contentId);

        vm.expectEmit(address(contents));
        emit IContentRegistry.LiveEnded(_contentId);
        endLive(_contentId);
        before.live = false;
        assertEq(abi.encode(contents.contentOf(_contentId)), abi.encode(before), "nothing else changes");
        assertTrue(contents.isProven(_contentId, leaves.proof(999)), "CNT-1");
        assertTrue(contents.isProven(_contentId, leaves.proof(1999)), "CNT-1");
        _expectNotLive(_contentId);
        append(_contentId, "more", 1, 1);
    }

    function test_GivenThereIsNoCheckpoint() external {
        endLive(_contentId);
        assertFalse(contents.isProven(_contentId, leavesOf(1).proof(0)), "CNT-1: nothing is committed");
        // a work that came to nothing may still be published
        assertEq(republish(_contentId, leavesOf(3)), 1);
        assertTrue(contents.isProven(_contentId, leavesOf(3).proof(2)));
        assertFalse(contents.isProvenIn(_contentId, 0, leavesOf(3).proof(2)));
    }

    function test_GivenTheWorkIsThenRepublished() external {
        ChunkLeaf[] memory leaves = leavesOf(1000);
        append(_contentId, leaves.root(), 1000, byteCountOf(leaves));
        vm.expectRevert(
            abi.encodeWithSelector(IContentRegistry.ContentRegistry_StillLive.selector, _contentId)
        );
        vm.prank(PUBLISHER);
        contents.republish(_contentId, 1, 1, "root");

        endLive(_contentId);
        assertEq(republish(_contentId, othersOf(4, 1)), 1);
        assertEq(contents.contentOf(_contentId).generation, 1);
        assertTrue(
            contents.isProvenIn(_contentId, 0, leaves.proof(999)), "CNT-1: a former chunk stays proven"
        );
        assertTrue(contents.isProven(_contentId, othersOf(4, 1).proof(3)));
    }

    function _expectNotLive(bytes32 contentId) private {
        vm.expectRevert(abi.encodeWithSelector(IContentRegistry.ContentRegistry_NotLive.selector, contentId));
    }
}
