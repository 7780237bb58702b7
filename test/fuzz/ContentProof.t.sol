// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

contract ContentProof_FuzzTest is ContentScene {
    using ContentTwin for ChunkLeaf[];

    uint256 private constant CHUNKS = 21;
    bytes32 private _contentId;
    bytes[] private _proofs;

    function setUp() public override {
        super.setUp();
        ChunkLeaf[] memory leaves = leavesOf(CHUNKS);
        _contentId = publish("a", leaves);
        for (uint256 i; i < CHUNKS; ++i) {
            _proofs.push(leaves.proof(i));
        }
    }

    function testFuzz_AnyBytesProveNothing(bytes32 contentId, bytes calldata proof) external {
        assertFalse(contents.verifyContent(contentId, proof), "CNT-1");
        assertFalse(contents.verifyContent(_contentId, proof), "CNT-1");
    }

    function testFuzz_AChangedProofProvesNothing(uint256 index, uint256 flip) external view {
        bytes memory proof = _proofs[index % CHUNKS];
        assertTrue(contents.isProven(_contentId, proof));
        flip = bound(flip, 0, 8 * proof.length - 1);
        proof[flip / 8] ^= bytes1(0x80) >> (flip % 8);
        assertFalse(contents.isProven(_contentId, proof), "CNT-1");
    }

    function testFuzz_AProofOfAnotherLengthProvesNothing(uint256 index, uint256 length, bytes calldata more)
        external
        view
    {
        bytes memory proof = _proofs[index % CHUNKS];
        if (more.length != 0) {
            assertFalse(contents.isProven(_contentId, bytes.concat(proof, more)), "CNT-1");
        }
        length = bound(length, 0, proof.length - 1);
        assembly {
            mstore(proof, length)
        }
        assertFalse(contents.isProven(_contentId, proof), "CNT-1");
    }

    function testFuzz_ANodeIsNoLeaf(uint256 index, uint256 level) external view {
        // the path's own nodes, told as if they were the fields of a leaf
        bytes memory proof = _proofs[index % CHUNKS];
        uint256 cut = 32 * bound(level, 0, (proof.length - 76) / 32);
        bytes memory shifted = new bytes(proof.length - cut);
        for (uint256 i; i < shifted.length; ++i) {
            shifted[i] = proof[i + cut];
        }
        assertEq(contents.isProven(_contentId, shifted), cut == 0, "CNT-1");
    }
}
