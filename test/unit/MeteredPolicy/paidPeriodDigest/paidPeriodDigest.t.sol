// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {MeteredPolicy} from "src/access/MeteredPolicy.sol";
import {PaidPeriod} from "src/types/PaidPeriod.sol";
import {Base} from "test/Base.t.sol";
import {Eip712} from "test/helpers/Eip712.sol";

contract MeteredPolicy_PaidPeriodDigest_Test is Base {
    function testFuzz_WhenTheReceiptIsAny(PaidPeriod memory receipt) external view {
        bytes32 typehash = keccak256(
            "PaidPeriod(address viewer,bytes32 contentId,uint64 period,uint96 price,uint40 expiresAt)"
        );
        bytes32 message = keccak256(
            abi.encode(
                typehash, receipt.viewer, receipt.contentId, receipt.period, receipt.price, receipt.expiresAt
            )
        );
        MeteredPolicy metered = policies.metered;
        assertEq(metered.paidPeriodDigest(receipt), Eip712.digest(address(metered), message));
    }
}
