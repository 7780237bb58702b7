// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Holding} from "src/types/PieceRequest.sol";
import {Base} from "test/Base.t.sol";
import {Eip712} from "test/helpers/Eip712.sol";

contract AvailabilityCourt_HoldingDigest_Test is Base {
    bytes32 private constant TYPEHASH =
        keccak256("Holding(bytes32 contentId,uint32 generation,uint64 leafCount,uint64 until)");

    function testFuzz_WhenTheHoldingIsAny(Holding memory holding) external view {
        bytes32 message = keccak256(
            abi.encode(TYPEHASH, holding.contentId, holding.generation, holding.leafCount, holding.until)
        );
        assertEq(availability.holdingDigest(holding), Eip712.digest(address(availability), message));
    }
}
