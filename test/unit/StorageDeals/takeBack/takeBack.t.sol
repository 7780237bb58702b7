// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStorageDeals} from "src/interfaces/IStorageDeals.sol";
import {DealScene} from "test/helpers/DealScene.sol";

contract StorageDeals_TakeBack_Test is DealScene {
    function test_RevertGiven_TheDealWasNeverOpened() external {
        _expectNothing();
        deals.takeBack(contentId, 0, type(uint64).max);
    }

    function test_RevertWhen_ItIsTheLastSecondOfAShare() external {
        open(2);
        vm.warp((first + DELAY + PERIOD) * EPOCH - 1);
        _expectNothing();
        deals.takeBack(contentId, 0, type(uint64).max);
    }

    function test_RevertWhen_AllOfItCameBack() external {
        open(1);
        _warpPast(first);
        deals.takeBack(contentId, 0, first);
        _expectNothing();
        deals.takeBack(contentId, 0, type(uint64).max);
    }

    function test_RevertWhen_TheEpochsAreBeforeTheDeal() external {
        open(1);
        _warpPast(first);
        _expectNothing();
        deals.takeBack(contentId, 0, first - 1);
    }

    function test_WhenSharesAreUnclaimed() external {
        open(40);
        postAll(40);
        address[] memory owners = ownersIn(first);
        mature(first + 39);
        // one owner claims all, one some, one nothing
        claim(owners[0], first, first + 39);
        claim(owners[1], first + 5, first + 17);
        uint256 before = stream.balanceOf(PAYER);

        _warpPast(first + 20);
        vm.expectEmit(address(deals));
        emit IStorageDeals.Returned(contentId, 0, first + 21, (21 * 2 - 13) * SHARE);
        vm.prank(STRANGER);
        assertEq(deals.takeBack(contentId, 0, type(uint64).max), (21 * 2 - 13) * SHARE);
        assertEq(deals.dealOf(contentId, 0).returnedUntil, first + 21);

        _warpPast(first + 100);
        deals.takeBack(contentId, 0, type(uint64).max);
        assertEq(stream.balanceOf(PAYER) - before, (40 * 2 - 13) * SHARE, "DEAL-1: the rest comes back");
        assertEq(stream.balanceOf(address(deals)), 0, "DEAL-1: deposits = paid + returned + held");
    }

    function test_WhenOnlySomeEpochsAreNamed() external {
        open(40);
        _warpPast(first + 39);
        assertEq(deals.takeBack(contentId, 0, first + 17), 18 * EPOCH_WEI);
        assertEq(deals.takeBack(contentId, 0, first + 39), 22 * EPOCH_WEI);
    }

    function test_GivenNothingIsUnclaimed() external {
        open(1);
        postAll(1);
        address[] memory owners = ownersIn(first);
        mature(first);
        for (uint256 n; n < 3; ++n) {
            claim(owners[n], first, first);
        }
        _warpPast(first);
        assertEq(deals.takeBack(contentId, 0, first), 0);
    }

    function _warpPast(uint64 epoch) private {
        warpTo(epoch + DELAY + PERIOD);
    }

    function _expectNothing() private {
        vm.expectRevert(
            abi.encodeWithSelector(IStorageDeals.StorageDeals_NothingToReturn.selector, contentId, 0)
        );
    }
}
