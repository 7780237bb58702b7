// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStorageDeals} from "src/interfaces/IStorageDeals.sol";
import {Deal} from "src/types/Deal.sol";
import {DealScene} from "test/helpers/DealScene.sol";

contract StorageDeals_Open_Test is DealScene {
    function test_RevertGiven_TheWorkWasNeverRegistered() external {
        _expectNotFinished("unknown");
        vm.prank(PAYER);
        deals.open("unknown", PRICE, COPIES, EPOCH_WEI);
    }

    function test_RevertGiven_TheWorkIsLive() external {
        contentId = publishLive("live");
        append(contentId, "checkpoint", 1000, 1_000_000);
        _expectNotFinished(contentId);
        open(1);
    }

    function test_RevertWhen_TheCopiesAreTooFewOrTooMany() external {
        _expectCopiesInvalid(2);
        open(1, 2);
        _expectCopiesInvalid(17);
        open(1, 17);
    }

    function test_RevertWhen_TheDepositPaysNoEpoch() external {
        _expectTooLow(EPOCH_WEI - 1, EPOCH_WEI);
        vm.prank(PAYER);
        deals.open(contentId, PRICE, COPIES, EPOCH_WEI - 1);
    }

    function test_RevertWhen_TheWorkIsNotWorthAWei() external {
        _expectTooLow(0, 0);
        vm.prank(PAYER);
        deals.open(contentId, 0, COPIES, 0);
    }

    function test_RevertWhen_TheCallerDidNotApprove() external {
        vm.prank(STRANGER);
        vm.expectRevert();
        deals.open(contentId, PRICE, COPIES, EPOCH_WEI);
    }

    function test_WhenTheDepositPaysEpochs() external {
        uint256 before = stream.balanceOf(PAYER);
        // forge-lint: disable-next-line(unsafe-typecast) the test's epochs are small
        (uint40 from, uint40 until) = (uint40(first), uint40(first + 2));
        Deal memory deal = Deal({
            payWei: SHARE,
            copies: COPIES,
            generation: 0,
            from: from,
            until: until,
            returnedUntil: from,
            payer: PAYER
        });
        vm.expectEmit(address(deals));
        emit IStorageDeals.DealOpened(contentId, 0, PAYER, deal, 2 * EPOCH_WEI);
        vm.prank(PAYER);
        assertEq(deals.open(contentId, PRICE, COPIES, 3 * EPOCH_WEI - 1), 0);
        assertEq(abi.encode(deals.dealOf(contentId, 0)), abi.encode(deal));
        assertEq(before - stream.balanceOf(PAYER), 2 * EPOCH_WEI, "DEAL-1: whole epochs are taken");
        assertEq(stream.balanceOf(address(deals)), 2 * EPOCH_WEI);
    }

    function test_WhenTheWorkHasADeal() external {
        assertEq(open(1), 0);
        assertEq(open(5, 16), 1);
        assertEq(deals.dealCount(contentId), 2);
        assertEq(deals.dealOf(contentId, 0).until, first + 1);
        assertEq(deals.dealOf(contentId, 1).until, first + 5);
    }

    function _expectNotFinished(bytes32 work) private {
        vm.expectRevert(abi.encodeWithSelector(IStorageDeals.StorageDeals_NotFinished.selector, work));
    }

    function _expectCopiesInvalid(uint8 copies) private {
        vm.expectRevert(
            abi.encodeWithSelector(IStorageDeals.StorageDeals_CopiesInvalid.selector, copies, 3, 16)
        );
    }

    function _expectTooLow(uint256 deposit, uint256 epochWei) private {
        vm.expectRevert(
            abi.encodeWithSelector(IStorageDeals.StorageDeals_DepositTooLow.selector, deposit, epochWei)
        );
    }
}
