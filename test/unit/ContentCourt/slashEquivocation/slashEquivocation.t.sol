// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentCourt} from "src/interfaces/IContentCourt.sol";
import {ChunkReceipt} from "src/types/ChunkReceipt.sol";
import {Role} from "src/types/Operator.sol";
import {Base} from "test/Base.t.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract ContentCourt_SlashEquivocation_Test is ContentScene, OperatorScene {
    ChunkReceipt private _first = ChunkReceipt("work", 0, 3, 100, sha256("one"));
    ChunkReceipt private _second = ChunkReceipt("work", 0, 3, 100, sha256("another"));

    function setUp() public override(Base, OperatorScene) {
        super.setUp();
        register();
    }

    function test_RevertWhen_TheReceiptsAreOfTwoWorks() external {
        _second.contentId = "another";
        _expectNoContradiction();
    }

    function test_RevertWhen_TheReceiptsAreOfTwoGenerations() external {
        // CNT-2: an edge signs for both, when a work is republished
        _second.generation = 1;
        _expectNoContradiction();
    }

    function test_RevertWhen_TheReceiptsAreOfTwoChunks() external {
        _second.index = 4;
        _expectNoContradiction();
    }

    function test_RevertWhen_TheReceiptsSayTheSame() external {
        _second.chunkHash = _first.chunkHash;
        _expectNoContradiction();
    }

    function test_RevertWhen_TwoEdgesSigned() external {
        address other = vm.addr(0x07);
        fund(other, MINIMUM_BOND, address(operators));
        register(other, Role.Edge);
        _expectRevert(
            EDGE_KEY,
            0x07,
            abi.encodeWithSelector(IContentCourt.ContentCourt_TwoSigners.selector, EDGE, other)
        );
    }

    function test_RevertGiven_TheSignerIsNoEdge() external {
        _expectNotAnEdge(0xbad);
    }

    function test_RevertGiven_TheSignerWasSlashed() external {
        slash();
        _expectNotAnEdge(EDGE_KEY);
    }

    function test_WhenTheHashesDiffer() external {
        (bytes memory first, bytes memory second) = (_sign(EDGE_KEY, _first), _sign(EDGE_KEY, _second));
        vm.expectEmit(address(court));
        emit IContentCourt.EquivocationProven(EDGE, "work", 3, STRANGER);
        vm.prank(STRANGER);
        assertEq(court.slashEquivocation(_first, first, _second, second), EDGE);
        assertTrue(operators.operatorOf(EDGE).slashed);
        assertEq(stream.balanceOf(STRANGER), MINIMUM_BOND / 2);
    }

    function test_WhenOnlyTheLengthsDiffer() external {
        _second.chunkHash = _first.chunkHash;
        _second.length = 99;
        _expectSlashed();
    }

    function test_GivenTheWorkIsLive() external {
        _first.contentId = _second.contentId = publishLive("live");
        _expectSlashed();
    }

    function _expectSlashed() private {
        court.slashEquivocation(_first, _sign(EDGE_KEY, _first), _second, _sign(EDGE_KEY, _second));
        assertTrue(operators.operatorOf(EDGE).slashed);
    }

    function _expectNoContradiction() private {
        _expectRevert(
            EDGE_KEY, EDGE_KEY, abi.encodeWithSelector(IContentCourt.ContentCourt_NoContradiction.selector)
        );
    }

    function _expectNotAnEdge(uint256 signer) private {
        bytes memory error =
            abi.encodeWithSelector(IContentCourt.ContentCourt_NotAnEdge.selector, vm.addr(signer));
        _expectRevert(signer, signer, error);
    }

    function _expectRevert(uint256 firstSigner, uint256 secondSigner, bytes memory error) private {
        (bytes memory first, bytes memory second) = (_sign(firstSigner, _first), _sign(secondSigner, _second));
        vm.expectRevert(error);
        court.slashEquivocation(_first, first, _second, second);
    }

    function _sign(uint256 signer, ChunkReceipt memory receipt) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(signer, court.receiptDigest(receipt));
        return abi.encodePacked(r, s, v);
    }
}
