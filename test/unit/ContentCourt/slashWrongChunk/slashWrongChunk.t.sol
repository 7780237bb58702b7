// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ContentCourt} from "src/content/ContentCourt.sol";
import {IContentCourt} from "src/interfaces/IContentCourt.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {ChunkReceipt} from "src/types/ChunkReceipt.sol";
import {Role} from "src/types/Operator.sol";
import {Base} from "test/Base.t.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract ContentCourt_SlashWrongChunk_Test is ContentScene, OperatorScene {
    using ContentTwin for ChunkLeaf[];

    ChunkReceipt private _receipt;
    bytes private _proof;

    function setUp() public override(Base, OperatorScene) {
        super.setUp();
        register();
        ChunkLeaf[] memory leaves = leavesOf(5);
        _proof = leaves.proof(3);
        _receipt = ChunkReceipt(publish("a", leaves), 0, 3, leaves[3].length, sha256("a lie"));
    }

    function test_RevertWhen_TheProofIsFalse() external {
        _proof[0] ^= 0x01;
        bytes memory signature = _sign(EDGE_KEY);
        _expectProofInvalid(0);
        _slash(signature);
    }

    function test_RevertWhen_TheReceiptIsOfAGenerationThatWasNeverPublished() external {
        _receipt.generation = 1;
        bytes memory signature = _sign(EDGE_KEY);
        _expectProofInvalid(1);
        _slash(signature);
    }

    function test_RevertWhen_TheProofIsOfAnotherGenerationThanTheReceipt() external {
        // CNT-2: the edge served the chunk of generation 0, and generation 1 has another in its place
        _receipt.chunkHash = leavesOf(5)[3].chunkHash;
        republish(_receipt.contentId, othersOf(5, 1));
        bytes memory signature = _sign(EDGE_KEY);
        _proof = othersOf(5, 1).proof(3);
        _expectProofInvalid(0);
        _slash(signature);
    }

    function test_RevertGiven_TheReceiptIsTrueOfAFormerGeneration() external {
        _receipt.chunkHash = leavesOf(5)[3].chunkHash;
        republish(_receipt.contentId, othersOf(5, 1));
        bytes memory signature = _sign(EDGE_KEY);
        _expectReceiptTrue();
        _slash(signature);
    }

    function test_RevertWhen_TheProofIsOfAnotherChunk() external {
        _receipt.index = 2;
        bytes memory signature = _sign(EDGE_KEY);
        vm.expectRevert(abi.encodeWithSelector(IContentCourt.ContentCourt_IndexMismatch.selector, 2, 3));
        _slash(signature);
    }

    function test_RevertWhen_TheReceiptIsTrue() external {
        _receipt.chunkHash = leavesOf(5)[3].chunkHash;
        bytes memory signature = _sign(EDGE_KEY);
        _expectReceiptTrue();
        _slash(signature);
    }

    function test_RevertWhen_TheReceiptWasChangedAfterTheSignature() external {
        bytes memory signature = _sign(EDGE_KEY);
        _receipt.length++;
        // another signer comes out of it, whoever that is
        vm.expectPartialRevert(IContentCourt.ContentCourt_NotAnEdge.selector);
        _slash(signature);
    }

    function test_RevertWhen_TheReceiptIsForAnotherCourt() external {
        ContentCourt twin = new ContentCourt(contents, operators);
        bytes memory signature = _signFor(twin, EDGE_KEY);
        vm.expectPartialRevert(IContentCourt.ContentCourt_NotAnEdge.selector);
        _slash(signature);
    }

    function test_RevertWhen_TheReceiptIsForAnotherChain() external {
        vm.chainId(10);
        bytes memory signature = _sign(EDGE_KEY);
        vm.chainId(31_337);
        vm.expectPartialRevert(IContentCourt.ContentCourt_NotAnEdge.selector);
        _slash(signature);
    }

    function test_RevertWhen_TheSignatureIsGarbage() external {
        _expectNotAnEdge(address(0));
        _slash("garbage");
    }

    function test_RevertGiven_TheSignerIsNotRegistered() external {
        bytes memory signature = _sign(0xbad);
        _expectNotAnEdge(vm.addr(0xbad));
        _slash(signature);
    }

    function test_RevertGiven_TheSignerPlaysAnotherRole() external {
        address prover = vm.addr(0x940);
        fund(prover, MINIMUM_BOND, address(operators));
        register(prover, Role.Prover);
        bytes memory signature = _sign(0x940);
        _expectNotAnEdge(prover);
        _slash(signature);
    }

    function test_RevertGiven_TheSignerWasSlashed() external {
        _slash(EDGE_KEY);
        bytes memory signature = _sign(EDGE_KEY);
        _expectNotAnEdge(EDGE);
        _slash(signature);
    }

    function test_RevertGiven_TheCourtIsNotOneOfTheRegistrys() external {
        ContentCourt twin = new ContentCourt(contents, operators);
        bytes memory signature = _signFor(twin, EDGE_KEY);
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_NotACourt.selector, address(twin));
        twin.slashWrongChunk(_receipt, signature, _proof);
    }

    function test_WhenTheHashIsAnother() external {
        vm.expectEmit(address(court));
        emit IContentCourt.WrongChunkProven(EDGE, _receipt.contentId, 3, STRANGER);
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.Slashed(EDGE, address(court), STRANGER, MINIMUM_BOND / 2, MINIMUM_BOND / 2);
        assertEq(_slash(EDGE_KEY), EDGE);
        assertEq(stream.balanceOf(STRANGER), MINIMUM_BOND / 2);
        assertTrue(operators.operatorOf(EDGE).slashed);
    }

    function test_WhenOnlyTheLengthIsAnother() external {
        _receipt.chunkHash = leavesOf(5)[3].chunkHash;
        _receipt.length++;
        assertEq(_slash(EDGE_KEY), EDGE);
    }

    function test_WhenTheSignatureIsCompact() external {
        (bytes32 r, bytes32 vs) = vm.signCompact(EDGE_KEY, court.receiptDigest(_receipt));
        assertEq(court.slashWrongChunk(_receipt, abi.encodePacked(r, vs), _proof), EDGE);
    }

    function test_GivenTheWorkWasRepublished() external {
        republish(_receipt.contentId, othersOf(2, 1));
        republish(_receipt.contentId, leavesOf(5));
        assertEq(_slash(EDGE_KEY), EDGE, "CNT-2: a signed wrong chunk can always be slashed");
    }

    function test_WhenTheReceiptIsOfThePresentGeneration() external {
        republish(_receipt.contentId, othersOf(5, 1));
        _receipt.generation = 1;
        // true of generation 0, and a lie of generation 1
        _receipt.chunkHash = leavesOf(5)[3].chunkHash;
        _proof = othersOf(5, 1).proof(3);
        assertEq(_slash(EDGE_KEY), EDGE);
    }

    function test_GivenTheSignerIsUnbonding() external {
        startUnbond();
        assertEq(_slash(EDGE_KEY), EDGE);
    }

    function _slash(uint256 signer) private returns (address) {
        return _slash(_sign(signer));
    }

    function _slash(bytes memory signature) private returns (address) {
        vm.prank(STRANGER);
        return court.slashWrongChunk(_receipt, signature, _proof);
    }

    function _sign(uint256 signer) private view returns (bytes memory) {
        return _signFor(court, signer);
    }

    function _signFor(IContentCourt where, uint256 signer) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(signer, where.receiptDigest(_receipt));
        return abi.encodePacked(r, s, v);
    }

    function _expectProofInvalid(uint32 generation) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IContentCourt.ContentCourt_ProofInvalid.selector, _receipt.contentId, generation
            )
        );
    }

    function _expectReceiptTrue() private {
        vm.expectRevert(
            abi.encodeWithSelector(IContentCourt.ContentCourt_ReceiptTrue.selector, _receipt.contentId, 3)
        );
    }

    function _expectNotAnEdge(address signer) private {
        expectRevertAbout(IContentCourt.ContentCourt_NotAnEdge.selector, signer);
    }
}
