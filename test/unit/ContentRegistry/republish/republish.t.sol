// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {Commitment, Content} from "src/types/Content.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

contract ContentRegistry_Republish_Test is ContentScene {
    using ContentTwin for ChunkLeaf[];

    function test_RevertGiven_TheWorkWasNeverRegistered() external {
        _expectNotPublisher(STRANGER, address(0));
        vm.prank(STRANGER);
        contents.republish("nothing", 1, 1, "root");
    }

    function test_RevertWhen_TheCallerIsNotThePublisher() external {
        bytes32 contentId = publish("a", leavesOf(5));
        _expectNotPublisher(STRANGER, PUBLISHER);
        vm.prank(STRANGER);
        contents.republish(contentId, 1, 1, "root");
    }

    function test_RevertGiven_TheWorkIsLive() external {
        bytes32 contentId = publishLive("live");
        vm.expectRevert(
            abi.encodeWithSelector(IContentRegistry.ContentRegistry_StillLive.selector, contentId)
        );
        vm.prank(PUBLISHER);
        contents.republish(contentId, 1, 1, "root");
    }

    function test_RevertWhen_ThereAreNoChunks() external {
        bytes32 contentId = publish("a", leavesOf(5));
        vm.expectRevert(IContentRegistry.ContentRegistry_Empty.selector);
        vm.prank(PUBLISHER);
        contents.republish(contentId, 0, 0, "root");
    }

    function test_RevertWhen_TheSizesDisagree() external {
        bytes32 contentId = publish("a", leavesOf(5));
        vm.expectRevert(abi.encodeWithSelector(IContentRegistry.ContentRegistry_SizesDisagree.selector, 3, 2));
        vm.prank(PUBLISHER);
        contents.republish(contentId, 3, 2, "root");
    }

    function test_GivenTheWorkIsFinished() external {
        bytes32 contentId = publish("a", leavesOf(5));
        Content memory before = contents.contentOf(contentId);
        ChunkLeaf[] memory leaves = othersOf(3, 1);
        bytes32 root = contentRootOf(contentId, 1, leaves);
        vm.expectEmit(address(contents));
        emit IContentRegistry.Republished(contentId, 1);
        vm.expectEmit(address(contents));
        emit IContentRegistry.RootChanged(contentId, root, 3, byteCountOf(leaves));
        assertEq(republish(contentId, leaves), 1);

        Content memory content = contents.contentOf(contentId);
        assertEq(content.generation, 1);
        assertEq(content.leafCount, 3);
        assertEq(content.byteCount, byteCountOf(leaves));
        assertEq(content.root, root);
        assertFalse(content.live);
        assertEq(content.publisher, before.publisher);
        assertEq(content.ratePerSecond, before.ratePerSecond);
        assertTrue(content.payee == before.payee);

        Commitment memory former = contents.commitmentOf(contentId, 0);
        assertEq(former.leafCount, before.leafCount);
        assertEq(former.byteCount, before.byteCount);
        assertEq(former.root, before.root);
    }

    function test_GivenTheWorkWasLive() external {
        bytes32 contentId = publishLive("live");
        append(contentId, leavesOf(999).root(), 999, byteCountOf(leavesOf(999)));
        ChunkLeaf[] memory leaves = othersOf(1001, 1);
        republish(contentId, leaves);
        assertTrue(contents.isProven(contentId, leaves.proof(0)), "CNT-1");
        assertTrue(contents.isProven(contentId, leaves.proof(1000)), "CNT-1");
        assertFalse(contents.isProven(contentId, leavesOf(999).proof(0)), "CNT-1");
        assertTrue(contents.isProvenIn(contentId, 0, leavesOf(999).proof(0)), "CNT-1");

        vm.expectRevert(abi.encodeWithSelector(IContentRegistry.ContentRegistry_NotLive.selector, contentId));
        append(contentId, "c", 1, 1);
    }

    function test_WhenTheSameChunksArePublishedAgain() external {
        bytes32 contentId = publish("a", leavesOf(5));
        republish(contentId, leavesOf(5));
        bytes32 first = contents.commitmentOf(contentId, 0).root;
        assertNotEq(contents.commitmentOf(contentId, 1).root, first, "CNT-1: the root binds the generation");
    }

    function _expectNotPublisher(address caller, address publisher) private {
        vm.expectRevert(
            abi.encodeWithSelector(IContentRegistry.ContentRegistry_NotPublisher.selector, caller, publisher)
        );
    }
}
