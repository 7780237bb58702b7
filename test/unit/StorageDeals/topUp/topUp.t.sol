// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStorageDeals} from "src/interfaces/IStorageDeals.sol";
import {DealScene} from "test/helpers/DealScene.sol";

contract StorageDeals_TopUp_Test is DealScene {
    function test_RevertGiven_TheDealWasNeverOpened() external {
        expectOver(0);
        _topUp(EPOCH_WEI);
    }

    function test_RevertGiven_TheLastEpochHasBegun() external {
        open(1);
        warpTo(first);
        expectOver(0);
        _topUp(EPOCH_WEI);
    }

    function test_RevertWhen_TheDepositPaysNoEpoch() external {
        open(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IStorageDeals.StorageDeals_DepositTooLow.selector, EPOCH_WEI - 1, EPOCH_WEI
            )
        );
        _topUp(EPOCH_WEI - 1);
    }

    function test_WhenAnEpochIsYetToBegin() external {
        open(2);
        warpTo(first);
        fund(STRANGER, 5 * EPOCH_WEI, address(deals));
        vm.expectEmit(address(deals));
        emit IStorageDeals.DealToppedUp(contentId, 0, STRANGER, first + 5, 3 * EPOCH_WEI);
        vm.prank(STRANGER);
        deals.topUp(contentId, 0, 4 * EPOCH_WEI - 1);
        assertEq(deals.dealOf(contentId, 0).until, first + 5);
        assertEq(deals.dealOf(contentId, 0).payer, PAYER);
        assertEq(stream.balanceOf(STRANGER), 2 * EPOCH_WEI, "DEAL-1: whole epochs are taken");
    }

    function test_GivenTheWorkGrewSince() external {
        open(1);
        republishGigabytes(50 * BYTES / 100_000);
        _topUp(EPOCH_WEI);
        assertEq(deals.dealOf(contentId, 0).until, first + 2, "DEAL-1: the price of an epoch stays");
        assertEq(deals.dealOf(contentId, 0).payWei, SHARE);
    }

    function _topUp(uint96 deposit) private {
        vm.prank(PAYER);
        deals.topUp(contentId, 0, deposit);
    }
}
