// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentCourt} from "src/interfaces/IContentCourt.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {ChunkReceipt} from "src/types/ChunkReceipt.sol";
import {Role} from "src/types/Operator.sol";
import {Base} from "test/Base.t.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract ContentGenerations_FuzzTest is ContentScene, OperatorScene {
    using ContentTwin for ChunkLeaf[];

    uint256 private constant GENERATIONS = 4;

    bytes32 private _contentId;

    function setUp() public override(Base, OperatorScene) {
        super.setUp();
        register();
        _contentId = publish("a", _leaves(0));
        for (uint256 i = 1; i < GENERATIONS; ++i) {
            republish(_contentId, _leaves(i));
        }
    }

    /// @dev A chunk is proven in its own generation and in no other.
    function testFuzz_AChunkIsOfOneGeneration(uint256 from, uint32 asked, uint256 index) external view {
        from = bound(from, 0, GENERATIONS - 1);
        asked = uint32(bound(asked, 0, GENERATIONS));
        ChunkLeaf[] memory leaves = _leaves(from);
        bytes memory proof = leaves.proof(bound(index, 0, leaves.length - 1));
        assertEq(contents.isProvenIn(_contentId, asked, proof), from == asked, "CNT-1");
        assertEq(contents.isProven(_contentId, proof), from == GENERATIONS - 1, "CNT-1");
    }

    /// @dev An edge is slashed exactly if its chunk is not that of the generation that it named.
    /// @param served The generation whose chunk the edge served.
    /// @param named The generation that its receipt names.
    function testFuzz_AReceiptIsJudgedByItsGeneration(uint256 served, uint32 named, uint64 index) external {
        served = bound(served, 0, GENERATIONS - 1);
        named = uint32(bound(named, 0, GENERATIONS - 1));
        index = uint64(bound(index, 0, 4));
        ChunkLeaf memory leaf = _leaves(served)[index];
        ChunkReceipt memory receipt = ChunkReceipt(_contentId, named, index, leaf.length, leaf.chunkHash);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(EDGE_KEY, court.receiptDigest(receipt));
        bytes memory signature = abi.encodePacked(r, s, v);
        bytes memory proof = _leaves(named).proof(index);
        if (served == named) {
            vm.expectRevert(
                abi.encodeWithSelector(IContentCourt.ContentCourt_ReceiptTrue.selector, _contentId, index)
            );
            court.slashWrongChunk(receipt, signature, proof);
        } else {
            assertEq(court.slashWrongChunk(receipt, signature, proof), EDGE, "CNT-2");
        }
        // by the chunk of another generation, nobody is slashed
        bytes memory other = _leaves((named + 1) % GENERATIONS).proof(index);
        vm.expectPartialRevert(IContentCourt.ContentCourt_ProofInvalid.selector);
        court.slashWrongChunk(receipt, signature, other);
        assertEq(operators.isActive(EDGE, Role.Edge), served == named, "CNT-2");
    }

    /// @dev Every receipt is judged by one of the two: by a path if the chunk was committed, by its absence if not.
    function testFuzz_AReceiptBeyondWhatIsCommittedIsALie(uint32 named, uint64 index, bytes32 work) external {
        named = uint32(bound(named, 0, GENERATIONS + 1));
        index = uint64(bound(index, 0, 12));
        bool isKnown = uint256(work) % 4 != 0;
        ChunkReceipt memory receipt = ChunkReceipt(isKnown ? _contentId : work, named, index, 1, "lie");
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(EDGE_KEY, court.receiptDigest(receipt));
        bool isCommitted = isKnown && named < GENERATIONS && index < _leaves(named).length;
        if (isCommitted) {
            vm.expectPartialRevert(IContentCourt.ContentCourt_ChunkCommitted.selector);
            court.slashUncommittedChunk(receipt, abi.encodePacked(r, s, v));
        } else {
            assertEq(court.slashUncommittedChunk(receipt, abi.encodePacked(r, s, v)), EDGE, "CNT-2");
        }
        assertEq(operators.isActive(EDGE, Role.Edge), isCommitted, "CNT-2");
    }

    function _leaves(uint256 generation) private pure returns (ChunkLeaf[] memory) {
        return generation == 0 ? leavesOf(5) : othersOf(5 + generation, generation);
    }
}
