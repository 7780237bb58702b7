// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentCourt} from "src/interfaces/IContentCourt.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {Role} from "src/types/Operator.sol";
import {Base} from "test/Base.t.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract ContentCourt_SlashFalseCheckpoint_Test is ContentScene, OperatorScene {
    using ContentTwin for ChunkLeaf[];

    uint256 private _signer;
    bytes32 private _contentId;
    ChunkLeaf private _leaf;
    bytes private _proof;

    function setUp() public override(Base, OperatorScene) {
        super.setUp();
        (, _signer) = makeAddrAndKey("publisher");
        ChunkLeaf[] memory committed = leavesOf(5);
        _contentId = publishLive("live");
        append(_contentId, committed.root(), 5, byteCountOf(committed));
        _proof = committed.proof(3);
        _leaf = othersOf(5, 1)[3];
        fund(PUBLISHER, MINIMUM_BOND, address(operators));
        register(PUBLISHER, Role.Publisher);
    }

    function test_RevertWhen_TheProofIsFalse() external {
        _proof[0] ^= 0x01;
        _expectRevert(abi.encodeWithSelector(IContentCourt.ContentCourt_ProofInvalid.selector, _contentId, 0));
    }

    function test_RevertWhen_TheProofIsOfAnotherChunk() external {
        _proof = leavesOf(5).proof(2);
        _expectRevert(abi.encodeWithSelector(IContentCourt.ContentCourt_IndexMismatch.selector, 3, 2));
    }

    function test_RevertWhen_TheCheckpointHoldsTheSignedLeaf() external {
        _leaf = leavesOf(5)[3];
        _expectRevert(abi.encodeWithSelector(IContentCourt.ContentCourt_NoContradiction.selector));
    }

    function test_RevertWhen_AnotherSigned() external {
        _signer = EDGE_KEY;
        _expectRevert(
            abi.encodeWithSelector(IContentCourt.ContentCourt_NotThePublisher.selector, EDGE, PUBLISHER)
        );
    }

    function test_RevertWhen_TheLeafIsOfAnotherWork() external {
        bytes memory signature = _signFor("another");
        vm.expectPartialRevert(IContentCourt.ContentCourt_NotThePublisher.selector);
        court.slashFalseCheckpoint(_contentId, _leaf, signature, _proof);
    }

    function test_RevertGiven_ThePublisherHasNoBond() external {
        _slash();
        _expectRevert(
            abi.encodeWithSelector(IOperatorRegistry.OperatorRegistry_NothingToSlash.selector, PUBLISHER)
        );
    }

    function test_WhenTheCheckpointHoldsAnotherLeaf() external {
        bytes memory signature = _signFor(_contentId);
        vm.expectEmit(address(court));
        emit IContentCourt.FalseCheckpointProven(PUBLISHER, _contentId, 3, STRANGER);
        vm.prank(STRANGER);
        assertEq(court.slashFalseCheckpoint(_contentId, _leaf, signature, _proof), PUBLISHER);
        assertTrue(operators.operatorOf(PUBLISHER).slashed);
        assertEq(stream.balanceOf(STRANGER), MINIMUM_BOND / 2);
    }

    function test_WhenOnlyThePiecesDiffer() external {
        _leaf = leavesOf(5)[3];
        _leaf.piecesRoot = "other pieces";
        assertEq(_slash(), PUBLISHER);
    }

    function test_GivenTheWorkWasRepublished() external {
        republish(_contentId, othersOf(5, 1));
        assertEq(_slash(), PUBLISHER);
    }

    function _slash() private returns (address) {
        return court.slashFalseCheckpoint(_contentId, _leaf, _signFor(_contentId), _proof);
    }

    function _expectRevert(bytes memory error) private {
        bytes memory signature = _signFor(_contentId);
        vm.expectRevert(error);
        court.slashFalseCheckpoint(_contentId, _leaf, signature, _proof);
    }

    function _signFor(bytes32 contentId) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_signer, court.liveLeafDigest(contentId, _leaf));
        return abi.encodePacked(r, s, v);
    }
}
