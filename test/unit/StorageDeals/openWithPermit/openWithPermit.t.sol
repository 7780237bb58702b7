// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {DealScene} from "test/helpers/DealScene.sol";
import {Permit} from "test/helpers/Permit.sol";

contract StorageDeals_OpenWithPermit_Test is DealScene {
    function test_RevertWhen_ThePermitIsOfAnotherAmount() external {
        (uint8 v, bytes32 r, bytes32 s) =
            Permit.sign(PAYER_KEY, stream, EPOCH_WEI, address(deals), block.timestamp);
        _forgetAllowance();
        vm.prank(PAYER);
        vm.expectRevert();
        deals.openWithPermit(contentId, PRICE, COPIES, 2 * EPOCH_WEI, block.timestamp, v, r, s);
    }

    function test_WhenThePermitIsRight() external {
        _forgetAllowance();
        (uint8 v, bytes32 r, bytes32 s) =
            Permit.sign(PAYER_KEY, stream, 2 * EPOCH_WEI, address(deals), block.timestamp);
        vm.prank(PAYER);
        deals.openWithPermit(contentId, PRICE, COPIES, 2 * EPOCH_WEI, block.timestamp, v, r, s);
        assertEq(deals.dealOf(contentId, 0).until, first + 2);
    }

    function _forgetAllowance() private {
        vm.prank(PAYER);
        stream.approve(address(deals), 0);
    }
}
