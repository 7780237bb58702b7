// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ContentCourt} from "src/content/ContentCourt.sol";
import {IContentCourt} from "src/interfaces/IContentCourt.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {ChunkReceipt} from "src/types/ChunkReceipt.sol";
import {Base} from "test/Base.t.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract ContentCourt_SlashUncommittedChunk_Test is ContentScene, OperatorScene {
    using ContentTwin for ChunkLeaf[];

    ChunkReceipt private _receipt;

    function setUp() public override(Base, OperatorScene) {
        super.setUp();
        register();
        _receipt = ChunkReceipt(publish("a", leavesOf(5)), 0, 5, 100, sha256("no such chunk"));
    }

    function test_RevertWhen_TheChunkIsTheLast() external {
        _receipt.index = 4;
        _refused(_committed(0, 5));
    }

    function test_RevertWhen_TheChunkIsOfAFormerGeneration() external {
        republish(_receipt.contentId, othersOf(2, 1));
        _receipt.index = 4;
        _refused(_committed(0, 5));
    }

    function test_RevertGiven_TheGenerationWasPublishedSince() external {
        _receipt.generation = 1;
        republish(_receipt.contentId, othersOf(6, 1));
        _refused(_committed(1, 6));
    }

    function test_RevertGiven_TheWorkIsLive() external {
        _receipt.contentId = publishLive("live");
        _refused(_stillLive());
        append(_receipt.contentId, "c", 1000, 1000);
        // CNT-2: the next checkpoint may hold it
        _receipt.index = 1000;
        _refused(_stillLive());
    }

    function test_RevertWhen_TheSignerIsNotAnEdge() external {
        bytes memory signature = _sign(court, 0xbad);
        expectRevertAbout(IContentCourt.ContentCourt_NotAnEdge.selector, vm.addr(0xbad));
        _slash(court, signature);
    }

    function test_RevertWhen_TheReceiptWasChangedAfterTheSignature() external {
        bytes memory signature = _sign(court, EDGE_KEY);
        _receipt.index++;
        vm.expectPartialRevert(IContentCourt.ContentCourt_NotAnEdge.selector);
        _slash(court, signature);
    }

    function test_RevertGiven_TheCourtIsNotOneOfTheRegistrys() external {
        ContentCourt twin = new ContentCourt(contents, operators);
        bytes memory signature = _sign(twin, EDGE_KEY);
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_NotACourt.selector, address(twin));
        _slash(twin, signature);
    }

    function test_WhenTheChunkIsBeyondTheLast() external {
        vm.expectEmit(address(court));
        emit IContentCourt.WrongChunkProven(EDGE, _receipt.contentId, 5, STRANGER);
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.Slashed(EDGE, address(court), STRANGER, MINIMUM_BOND / 2, MINIMUM_BOND / 2);
        assertEq(_slash(), EDGE, "CNT-2: a signed lie can be slashed");
        assertEq(stream.balanceOf(STRANGER), MINIMUM_BOND / 2);
    }

    function test_WhenTheChunkIsTheFarthest() external {
        _receipt.index = type(uint64).max;
        assertEq(_slash(), EDGE);
    }

    function test_WhenTheChunkIsBeyondTheLastOfAFormerGeneration() external {
        republish(_receipt.contentId, othersOf(9, 1));
        assertEq(_slash(), EDGE, "CNT-2: republishing saves no edge");
    }

    function test_WhenTheGenerationWasNeverPublished() external {
        (_receipt.generation, _receipt.index) = (1, 0);
        assertEq(_slash(), EDGE);
    }

    function test_WhenTheGenerationOfALiveWorkWasNeverPublished() external {
        _receipt.contentId = publishLive("live");
        append(_receipt.contentId, "c", 1000, 1000);
        (_receipt.generation, _receipt.index) = (1, 0);
        assertEq(_slash(), EDGE);
    }

    function test_WhenTheWorkWasNeverRegistered() external {
        (_receipt.contentId, _receipt.index) = ("nothing", 0);
        assertEq(_slash(), EDGE);
    }

    function test_GivenTheLiveWorkHasEnded() external {
        _receipt.contentId = publishLive("live");
        append(_receipt.contentId, "c", 1000, 1000);
        _receipt.index = 1000;
        endLive(_receipt.contentId);
        assertEq(_slash(), EDGE);
    }

    function _slash() private returns (address) {
        return _slash(court, _sign(court, EDGE_KEY));
    }

    function _slash(IContentCourt where, bytes memory signature) private returns (address) {
        vm.prank(STRANGER);
        return where.slashUncommittedChunk(_receipt, signature);
    }

    function _refused(bytes memory reason) private {
        bytes memory signature = _sign(court, EDGE_KEY);
        vm.expectRevert(reason);
        _slash(court, signature);
    }

    function _sign(IContentCourt where, uint256 signer) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(signer, where.receiptDigest(_receipt));
        return abi.encodePacked(r, s, v);
    }

    function _committed(uint32 generation, uint64 leafCount) private view returns (bytes memory) {
        return abi.encodeWithSelector(
            IContentCourt.ContentCourt_ChunkCommitted.selector,
            _receipt.contentId,
            generation,
            _receipt.index,
            leafCount
        );
    }

    function _stillLive() private view returns (bytes memory) {
        return abi.encodeWithSelector(IContentCourt.ContentCourt_StillLive.selector, _receipt.contentId);
    }
}
