// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_VerifyContent_Test is StreamScene {
    using ContentTwin for ChunkLeaf[];

    ChunkLeaf[] private _leaves;
    bytes32 private _work;

    function setUp() public override {
        super.setUp();
        ChunkLeaf memory leaf = ChunkLeaf({index: 0, length: 9, chunkHash: "chunk", piecesRoot: "pieces"});
        _leaves.push(leaf);
        ChunkLeaf[] memory leaves = _leaves;
        vm.prank(CREATOR);
        _work = contents.register("a chunk", payeeOf(CREATOR), 0, 1, 9, leaves.root());
    }

    function test_WhenTheProofHolds() external {
        ChunkLeaf[] memory leaves = _leaves;
        vm.expectEmit(address(contents));
        emit IContentRegistry.ContentVerified(_work, address(streams), true);
        assertTrue(streams.verifyContent(_work, leaves.proof(0)));
    }

    function test_WhenTheProofDoesNotHold() external {
        ChunkLeaf[] memory leaves = _leaves;
        bytes memory proof = leaves.proof(0);
        vm.expectEmit(address(contents));
        emit IContentRegistry.ContentVerified(contentId, address(streams), false);
        assertFalse(streams.verifyContent(contentId, proof));
        assertFalse(streams.verifyContent(_work, ""));
    }
}
