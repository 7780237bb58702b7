// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {Content} from "src/types/Content.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

contract ContentRegistry_AppendCheckpoint_Test is ContentScene {
    bytes32 private _contentId;

    function setUp() public override {
        super.setUp();
        _contentId = publishLive("live");
    }

    function test_RevertGiven_TheWorkWasNeverRegistered() external {
        _expectNotLive("nothing");
    }

    function test_RevertGiven_TheWorkIsFinished() external {
        _expectNotLive(publish("finished", leavesOf(1)));
    }

    function test_RevertGiven_TheWorkHasEnded() external {
        append(_contentId, "last", 999, 999);
        _expectNotLive(_contentId);
    }

    function test_RevertWhen_TheCallerIsNotThePublisher() external {
        vm.expectRevert(
            abi.encodeWithSelector(
                IContentRegistry.ContentRegistry_NotPublisher.selector, STRANGER, PUBLISHER
            )
        );
        vm.prank(STRANGER);
        contents.appendCheckpoint(_contentId, "c", 1000, 1000);
    }

    function test_RevertWhen_ThereAreNoChunks() external {
        vm.expectRevert(IContentRegistry.ContentRegistry_Empty.selector);
        append(_contentId, "c", 0, 0);
    }

    function test_RevertWhen_ThereAreTooManyChunks() external {
        vm.expectRevert(
            abi.encodeWithSelector(IContentRegistry.ContentRegistry_CheckpointTooLong.selector, 1001, 1000)
        );
        append(_contentId, "c", 1001, 1001);
    }

    function test_RevertWhen_TheSizesDisagree() external {
        vm.expectRevert(
            abi.encodeWithSelector(IContentRegistry.ContentRegistry_SizesDisagree.selector, 1000, 999)
        );
        append(_contentId, "c", 1000, 999);
    }

    function test_WhenTheCheckpointIsFull() external {
        bytes32[] memory checkpoints = new bytes32[](2);
        (checkpoints[0], checkpoints[1]) = ("first", "second");
        append(_contentId, "first", 1000, 5000);

        bytes32 root = contentRootOf(_contentId, 2000, 7000, ContentTwin.rootOver(checkpoints));
        vm.expectEmit(address(contents));
        emit IContentRegistry.CheckpointAppended(_contentId, 1, "second", 1000);
        vm.expectEmit(address(contents));
        emit IContentRegistry.RootChanged(_contentId, root, 2000, 7000);
        append(_contentId, "second", 1000, 2000);

        Content memory content = contents.contentOf(_contentId);
        assertTrue(content.live);
        assertEq(content.leafCount, 2000);
        assertEq(content.byteCount, 7000);
        assertEq(content.root, root);
    }

    function test_WhenTheCheckpointIsShort() external {
        bytes32 root = contentRootOf(_contentId, 999, 999, "last");
        vm.expectEmit(address(contents));
        emit IContentRegistry.CheckpointAppended(_contentId, 0, "last", 999);
        vm.expectEmit(address(contents));
        emit IContentRegistry.RootChanged(_contentId, root, 999, 999);
        vm.expectEmit(address(contents));
        emit IContentRegistry.LiveEnded(_contentId);
        append(_contentId, "last", 999, 999);
        assertFalse(contents.contentOf(_contentId).live);
    }

    function _expectNotLive(bytes32 contentId) private {
        vm.expectRevert(abi.encodeWithSelector(IContentRegistry.ContentRegistry_NotLive.selector, contentId));
        append(contentId, "c", 1, 1);
    }
}
