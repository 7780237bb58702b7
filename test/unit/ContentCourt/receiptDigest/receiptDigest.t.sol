// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChunkReceipt} from "src/types/ChunkReceipt.sol";
import {Base} from "test/Base.t.sol";
import {Eip712} from "test/helpers/Eip712.sol";

contract ContentCourt_ReceiptDigest_Test is Base {
    bytes32 private constant TYPEHASH = keccak256(
        "ChunkReceipt(bytes32 contentId,uint32 generation,uint64 index,uint32 length,bytes32 chunkHash)"
    );

    function testFuzz_WhenTheReceiptIsAny(ChunkReceipt memory receipt) external view {
        bytes32 message = keccak256(
            abi.encode(
                TYPEHASH,
                receipt.contentId,
                receipt.generation,
                receipt.index,
                receipt.length,
                receipt.chunkHash
            )
        );
        assertEq(court.receiptDigest(receipt), Eip712.digest(address(court), message));
    }
}
