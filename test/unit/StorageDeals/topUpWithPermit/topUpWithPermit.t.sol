// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {DealScene} from "test/helpers/DealScene.sol";
import {Permit} from "test/helpers/Permit.sol";

contract StorageDeals_TopUpWithPermit_Test is DealScene {
    function test_WhenThePermitIsRight() external {
        open(1);
        vm.prank(PAYER);
        stream.approve(address(deals), 0);
        (uint8 v, bytes32 r, bytes32 s) =
            Permit.sign(PAYER_KEY, stream, 2 * EPOCH_WEI, address(deals), block.timestamp);
        vm.prank(PAYER);
        deals.topUpWithPermit(contentId, 0, 2 * EPOCH_WEI, block.timestamp, v, r, s);
        assertEq(deals.dealOf(contentId, 0).until, first + 3);
    }
}
