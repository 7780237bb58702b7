// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {Base} from "test/Base.t.sol";
import {Eip712} from "test/helpers/Eip712.sol";

contract ContentCourt_LiveLeafDigest_Test is Base {
    bytes32 private constant TYPEHASH = keccak256(
        "LiveLeaf(bytes32 contentId,uint64 index,uint32 length,bytes32 chunkHash,bytes32 piecesRoot)"
    );

    function testFuzz_WhenTheLeafIsAny(bytes32 contentId, ChunkLeaf memory leaf) external view {
        bytes32 message = keccak256(
            abi.encode(TYPEHASH, contentId, leaf.index, leaf.length, leaf.chunkHash, leaf.piecesRoot)
        );
        assertEq(court.liveLeafDigest(contentId, leaf), Eip712.digest(address(court), message));
    }
}
