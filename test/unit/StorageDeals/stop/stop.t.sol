// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStorageDeals} from "src/interfaces/IStorageDeals.sol";
import {DealScene} from "test/helpers/DealScene.sol";

contract StorageDeals_Stop_Test is DealScene {
    function test_RevertGiven_TheDealWasNeverOpened() external {
        expectOver(0);
        deals.stop(contentId, 0);
    }

    function test_RevertGiven_TheLastEpochHasBegun() external {
        open(1);
        warpTo(first);
        expectOver(0);
        _stop();
    }

    function test_RevertGiven_TheDealWasStopped() external {
        open(3);
        _stop();
        expectOver(0);
        _stop();
    }

    function test_RevertWhen_TheCallerIsNotThePayer() external {
        open(2);
        _expectNotPayer();
        vm.prank(STRANGER);
        deals.stop(contentId, 0);
        // nor the publisher of the work
        _expectNotPayer();
        vm.prank(PUBLISHER);
        deals.stop(contentId, 0);
    }

    function test_GivenTheDealHasNotBegun() external {
        uint256 before = stream.balanceOf(PAYER);
        open(5);
        _stop();
        assertEq(stream.balanceOf(PAYER), before, "DEAL-4: nobody may claim an epoch that never runs");
        assertEq(stream.balanceOf(address(deals)), 0);
    }

    function test_GivenAnEpochRuns() external {
        open(5);
        postAll(5);
        warpTo(first + 1);
        uint256 before = stream.balanceOf(PAYER);
        vm.expectEmit(address(deals));
        emit IStorageDeals.DealStopped(contentId, 0, first + 2, 3 * EPOCH_WEI);
        _stop();
        assertEq(stream.balanceOf(PAYER) - before, 3 * EPOCH_WEI);
        address edge = ownersIn(first)[0];
        mature(first + 4);
        assertEq(claim(edge, first, first + 4), 2 * SHARE, "DEAL-4: the epoch that runs is the owners'");
    }

    function test_GivenTheWorkWasRepublished() external {
        open(5);
        warpTo(first + 1);
        republishGigabytes(1);
        uint256 before = stream.balanceOf(PAYER);
        vm.prank(STRANGER);
        deals.stop(contentId, 0);
        assertEq(stream.balanceOf(PAYER) - before, 3 * EPOCH_WEI);
        assertEq(stream.balanceOf(STRANGER), 0);
    }

    function _stop() private {
        vm.prank(PAYER);
        deals.stop(contentId, 0);
    }

    function _expectNotPayer() private {
        vm.expectPartialRevert(IStorageDeals.StorageDeals_NotPayer.selector);
    }
}
