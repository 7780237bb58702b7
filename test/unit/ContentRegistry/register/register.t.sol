// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {Content} from "src/types/Content.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {SplitId} from "src/types/SplitId.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

contract ContentRegistry_Register_Test is ContentScene {
    using ContentTwin for ChunkLeaf[];

    bytes32 private constant ROOT = "root";

    function test_RevertWhen_ThereAreNoChunks() external {
        vm.expectRevert(IContentRegistry.ContentRegistry_Empty.selector);
        contents.register("a", CREATOR, RATE, 0, 0, ROOT);
    }

    function test_RevertWhen_ThePayeeIsZero() external {
        _expectPayeeInvalid(Payee.wrap(0));
    }

    function test_RevertWhen_ThePayeeIsNeitherAnAddressNorASplit() external {
        _expectPayeeInvalid(Payee.wrap(~bytes32(0)));
    }

    function test_RevertWhen_ThePayeeIsASplitThatIsNotRegistered() external {
        _expectPayeeInvalid(payeeOf(SplitId.wrap(0)));
    }

    function test_RevertWhen_AChunkWouldBeEmpty() external {
        _expectSizesDisagree(3, 2);
    }

    function test_RevertWhen_AChunkWouldBeTooLong() external {
        _expectSizesDisagree(3, 3 * 65_536 + 1);
    }

    function test_RevertGiven_TheSaltWasUsed() external {
        bytes32 contentId = publish("a", leavesOf(1));
        _expectAlreadyRegistered(contentId);
    }

    function test_RevertGiven_TheSaltWasUsedForALiveWork() external {
        bytes32 contentId = publishLive("a");
        _expectAlreadyRegistered(contentId);
    }

    function test_WhenThePayeeIsAnAddress() external {
        ChunkLeaf[] memory leaves = leavesOf(5);
        bytes32 contentId = contents.contentIdOf(PUBLISHER, "a");
        bytes32 root = contentRootOf(contentId, leaves);
        uint64 byteCount = byteCountOf(leaves);
        vm.expectEmit(address(contents));
        emit IContentRegistry.ContentRegistered(contentId, PUBLISHER, CREATOR, RATE, false);
        vm.expectEmit(address(contents));
        emit IContentRegistry.RootChanged(contentId, root, 5, byteCount);
        assertEq(publish("a", leaves), contentId);

        Content memory content = contents.contentOf(contentId);
        assertEq(content.publisher, PUBLISHER);
        assertFalse(content.live);
        assertEq(content.generation, 0);
        assertEq(content.ratePerSecond, RATE);
        assertEq(content.leafCount, 5);
        assertEq(content.byteCount, byteCount);
        assertTrue(content.payee == CREATOR);
        assertEq(content.root, root);
    }

    function test_WhenThePayeeIsASplit() external {
        Payee payee = payeeOf(rollup.registerSplit(1));
        bytes32 contentId = contents.register("a", payee, RATE, 1, 1, ROOT);
        assertTrue(contents.contentOf(contentId).payee == payee);
    }

    function test_WhenAnotherPublisherUsesTheSalt() external {
        bytes32 contentId = publish("a", leavesOf(1));
        vm.prank(STRANGER);
        assertNotEq(contents.register("a", CREATOR, RATE, 1, 1, ROOT), contentId);
        assertEq(contents.contentOf(contentId).publisher, PUBLISHER);
    }

    function test_WhenTheSizesAreAtAnEndOfTheirRange() external {
        contents.register("least", CREATOR, 0, 1, 1, ROOT);
        contents.register("most", CREATOR, type(uint96).max, 2, 2 * 65_536, ROOT);
    }

    function _expectPayeeInvalid(Payee payee) private {
        vm.expectRevert(abi.encodeWithSelector(IContentRegistry.ContentRegistry_PayeeInvalid.selector, payee));
        contents.register("a", payee, RATE, 1, 1, ROOT);
    }

    function _expectSizesDisagree(uint64 leafCount, uint64 byteCount) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IContentRegistry.ContentRegistry_SizesDisagree.selector, leafCount, byteCount
            )
        );
        contents.register("a", CREATOR, RATE, leafCount, byteCount, ROOT);
    }

    function _expectAlreadyRegistered(bytes32 contentId) private {
        vm.expectRevert(
            abi.encodeWithSelector(IContentRegistry.ContentRegistry_AlreadyRegistered.selector, contentId)
        );
        vm.prank(PUBLISHER);
        contents.register("a", CREATOR, RATE, 1, 1, ROOT);
    }
}
