// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

contract ContentRegistry_VerifyContent_Test is ContentScene {
    using ContentTwin for ChunkLeaf[];

    ChunkLeaf[] private _leaves;
    bytes32 private _contentId;

    function setUp() public override {
        super.setUp();
        ChunkLeaf[] memory leaves = leavesOf(13);
        _contentId = publish("a", leaves);
        for (uint256 i; i < leaves.length; ++i) {
            _leaves.push(leaves[i]);
        }
    }

    function test_WhenTheProofIsTooShort() external {
        _expect(_contentId, "", false);
        _expect(_contentId, new bytes(75), false);
    }

    function test_WhenTheProofEndsWithinASibling() external {
        bytes memory proof = _leaves.proof(5);
        _expect(_contentId, bytes.concat(proof, hex"00"), false);
        _expect(_contentId, _cut(proof, 1), false);
    }

    function test_WhenTheWorkWasNeverRegistered() external {
        _expect("nothing", _leaves.proof(5), false);
    }

    function test_WhenTheWorkIsAnother() external {
        ChunkLeaf[] memory same = _leaves;
        bytes32 other = publish("b", same);
        _expect(other, _leaves.proof(5), true);
        ChunkLeaf[] memory fewer = leavesOf(12);
        _expect(publish("c", fewer), _leaves.proof(5), false);
    }

    function test_WhenTheIndexIsAnother() external {
        _leaves[5].index = 6;
        _expectChanged();
    }

    function test_WhenTheIndexIsBeyondTheWork() external {
        // a leaf that its publisher did commit to
        ChunkLeaf[] memory leaves = leavesOf(2);
        leaves[1].index = 2;
        bytes32 contentId = publish("b", leaves);
        _expect(contentId, leaves.proof(0), true);
        _expect(contentId, leaves.proof(1), false);
    }

    function test_WhenTheLengthIsAnother() external {
        _leaves[5].length++;
        _expectChanged();
    }

    function test_WhenTheChunkHashIsAnother() external {
        _leaves[5].chunkHash ^= bytes32(uint256(1));
        _expectChanged();
    }

    function test_WhenThePiecesAreOthers() external {
        _leaves[5].piecesRoot ^= bytes32(uint256(1));
        _expectChanged();
    }

    function test_WhenASiblingIsAnother() external {
        bytes memory proof = _leaves.proof(5);
        proof[proof.length - 1] ^= 0x01;
        _expect(_contentId, proof, false);
    }

    function test_WhenThePathIsTooShort() external {
        _expect(_contentId, _cut(_leaves.proof(5), 32), false);
    }

    function test_WhenThePathIsTooLong() external {
        _expect(_contentId, bytes.concat(_leaves.proof(5), bytes32(0)), false);
    }

    function test_WhenTheLeafIsOfALaterCheckpointThanItsIndexSays() external {
        // CNT-2: else a publisher could slash who signed for chunk 0 while there was only one
        ChunkLeaf[] memory leaves = leavesOf(1001);
        bytes32 contentId = publishLive("live");
        append(contentId, leaves.checkpointRoots()[0], 1000, 65_536_000);
        leaves[1000].index = 0;
        append(contentId, leaves.checkpointRoots()[1], 1, 1);

        _expect(contentId, leaves.proof(0), true);
        _expect(contentId, leaves.proof(1000), false);
    }

    function test_WhenTheProofIsTrue() external {
        for (uint256 i; i < _leaves.length; ++i) {
            _expect(_contentId, _leaves.proof(i), true);
        }
    }

    function test_WhenTheProofIsTrueOfALiveWork() external {
        ChunkLeaf[] memory leaves = leavesOf(2001);
        bytes32[] memory roots = leaves.checkpointRoots();
        bytes32 contentId = publishLive("live");
        append(contentId, roots[0], 1000, 65_536_000);
        append(contentId, roots[1], 1000, 65_536_000);
        append(contentId, roots[2], 1, 1);
        _expect(contentId, leaves.proof(0), true);
        _expect(contentId, leaves.proof(999), true);
        _expect(contentId, leaves.proof(1000), true);
        _expect(contentId, leaves.proof(2000), true);
    }

    function _expectChanged() private {
        ChunkLeaf[] memory committed = leavesOf(13);
        bytes memory path = ContentTwin.path(committed.checkpointHashes(0), 5);
        _expect(_contentId, bytes.concat(ContentTwin.pack(committed[5]), path), true);
        _expect(_contentId, bytes.concat(ContentTwin.pack(_leaves[5]), path), false);
    }

    function _expect(bytes32 contentId, bytes memory proof, bool valid) private {
        vm.expectEmit(address(contents));
        emit IContentRegistry.ContentVerified(contentId, STRANGER, valid);
        vm.prank(STRANGER);
        assertEq(contents.verifyContent(contentId, proof), valid, "CNT-1");
    }

    function _cut(bytes memory data, uint256 by) private pure returns (bytes memory shorter) {
        shorter = new bytes(data.length - by);
        for (uint256 i; i < shorter.length; ++i) {
            shorter[i] = data[i];
        }
    }
}
