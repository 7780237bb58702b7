// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentCourt} from "src/interfaces/IContentCourt.sol";
import {ContentTree} from "src/libraries/ContentTree.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {ChunkReceipt} from "src/types/ChunkReceipt.sol";
import {Content} from "src/types/Content.sol";
import {Role} from "src/types/Operator.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";
import {Refusing} from "test/helpers/Refusing.sol";
import {ContentHandler} from "test/invariant/handlers/ContentHandler.sol";

contract ContentRegistry_Invariants is OperatorScene, Refusing {
    ContentHandler private _handler;

    function setUp() public override {
        super.setUp();
        register();
        _handler = new ContentHandler(contents);
        targetContract(address(_handler));
    }

    function invariant_All() external {
        _CNT1_Chunks();
        _CNT2_FormerGenerationsNeverChange();
        _CNT2_LiveWorks();
        _CNT3_Works();
        _CNT2_EveryLiveWorkCanEnd();
        _CNT2_Court();
    }

    function _CNT1_Chunks() private view {
        uint256 count = _handler.watchedCount();
        if (count == 0) return;
        _check(0); // neither appending nor republishing takes anything back
        _check(count - 1);
    }

    /// @dev CNT-2 rests on it: what an edge may have signed for is never taken back.
    function _CNT2_FormerGenerationsNeverChange() private view {
        for (uint256 i; i < _handler.watchedCount(); ++i) {
            (bytes32 contentId, uint32 generation) = _handler.watchedAt(i);
            if (generation == contents.contentOf(contentId).generation) continue;
            assertEq(
                abi.encode(contents.commitmentOf(contentId, generation)),
                abi.encode(_handler.lastOf(contentId, generation)),
                "CNT-2: commitment(former) == what it was when it was replaced"
            );
        }
    }

    function _CNT2_LiveWorks() private view {
        for (uint256 i; i < _handler.liveCount(); ++i) {
            (bytes32 contentId, uint256 appended) = _handler.liveWork(i);
            Content memory content = contents.contentOf(contentId);
            uint256 leafCount = appended == 3 ? 2004 : 1000 * appended;
            assertEq(
                contents.commitmentOf(contentId, 0).leafCount,
                leafCount,
                "CNT-2: chunks(live) == sum(checkpoints), and never fall"
            );
            if (!content.live) continue;
            assertEq(content.generation, 0, "CNT-2: live => generation 0");
            assertEq(content.leafCount % 1000, 0, "CNT-2: live => every checkpoint is full");
        }
    }

    function _CNT3_Works() private view {
        (bytes32[] memory ids,) = contents.works(0, type(uint256).max);
        assertEq(ids.length, _handler.workCount(), "CNT-3: listed == registered works");
        for (uint256 i; i < ids.length; ++i) {
            assertEq(
                ids[i],
                contents.contentIdOf(address(_handler), bytes32(i + 1)),
                "CNT-3: works[i] == the i-th registered work"
            );
        }
    }

    /// @dev However full its last checkpoint is.
    function _CNT2_EveryLiveWorkCanEnd() private {
        uint256 state = vm.snapshotState();
        for (uint256 i; i < _handler.liveCount(); ++i) {
            (bytes32 contentId,) = _handler.liveWork(i);
            if (!contents.contentOf(contentId).live) continue;
            vm.prank(address(_handler));
            contents.endLive(contentId);
            assertFalse(contents.contentOf(contentId).live, "CNT-2: live => it can end");
        }
        assertTrue(vm.revertToState(state));
    }

    /// @dev The court's two ways: a receipt is judged by a path, or by the absence of its chunk, never by both.
    function _CNT2_Court() private {
        for (uint256 i; i < _handler.watchedCount(); i += 1 + _handler.watchedCount() / 4) {
            (bytes32 contentId, uint32 generation, bytes memory proof) = _handler.proofOf(i);
            (, ChunkLeaf memory leaf,) = ContentTree.decode(proof);
            // true, so neither takes a bond
            ChunkReceipt memory receipt =
                ChunkReceipt(contentId, generation, leaf.index, leaf.length, leaf.chunkHash);
            bytes memory signature = _signed(receipt);
            assertRefused(
                address(court),
                abi.encodeCall(court.slashWrongChunk, (receipt, signature, proof)),
                abi.encodeWithSelector(
                    IContentCourt.ContentCourt_ReceiptTrue.selector, contentId, leaf.index
                ),
                "CNT-2: a true receipt is refused by its path"
            );
            assertRefused(
                address(court),
                abi.encodeCall(court.slashUncommittedChunk, (receipt, signature)),
                _notUncommitted(receipt),
                "CNT-2: a true receipt is refused by the absence of its chunk"
            );
        }
        assertTrue(operators.isActive(EDGE, Role.Edge), "CNT-2: an honest edge is never slashed");
    }

    function _notUncommitted(ChunkReceipt memory receipt) private view returns (bytes memory) {
        (bytes32 contentId, uint32 generation) = (receipt.contentId, receipt.generation);
        Content memory content = contents.contentOf(contentId);
        if (content.live && content.generation == generation) {
            return abi.encodeWithSelector(IContentCourt.ContentCourt_StillLive.selector, contentId);
        }
        uint64 leafCount = contents.commitmentOf(contentId, generation).leafCount;
        return abi.encodeWithSelector(
            IContentCourt.ContentCourt_ChunkCommitted.selector,
            contentId,
            generation,
            receipt.index,
            leafCount
        );
    }

    function _signed(ChunkReceipt memory receipt) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(EDGE_KEY, court.receiptDigest(receipt));
        return abi.encodePacked(r, s, v);
    }

    function _check(uint256 which) private view {
        (bytes32 contentId, uint32 generation, bytes memory proof) = _handler.proofOf(which);
        assertTrue(contents.isProvenIn(contentId, generation, proof), "CNT-1: proven(committed chunk)");
        uint32 present = contents.contentOf(contentId).generation;
        if (generation == present) {
            assertTrue(contents.isProven(contentId, proof), "CNT-1: proven(committed chunk)");
        }
        assertFalse(
            contents.isProvenIn(contentId, present + 1, proof), "CNT-1: not proven(in another generation)"
        );
        // in turn: index, length, hash, pieces, path
        for (uint256 at = 7; at < proof.length; at += at < 12 ? 4 : 23) {
            proof[at] ^= 0x01;
            assertFalse(
                contents.isProvenIn(contentId, generation, proof), "CNT-1: not proven(any other chunk)"
            );
            proof[at] ^= 0x01;
        }
        assertFalse(contents.isProvenIn(~contentId, generation, proof), "CNT-1: not proven(of another work)");
    }
}
