// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PieceRequest} from "src/types/PieceRequest.sol";
import {DealScene} from "test/helpers/DealScene.sol";

/// @notice Ways to be paid for nothing, and to keep others from their pay.
contract StorageDeals_Attacks is DealScene {
    address private _edge;

    function setUp() public override {
        super.setUp();
        open(10);
        _edge = ownersIn(first)[0];
    }

    /// @dev An owner that keeps nothing and signs nothing, so that nobody can ask it.
    function test_WhoCannotBeAskedIsNotPaid() external {
        mature(first + 9);
        expectNothingDue(_edge);
        claim(_edge, first, first + 9);
    }

    /// @dev Signed once the epochs are over, when no request of them can be made any more.
    function test_APromiseAfterwardsPaysNothing() external {
        warpTo(first + 5);
        post(keyOfEdge(_edge), 100);
        mature(first + 9);
        assertEq(
            claim(_edge, first, first + 9), 4 * SHARE, "DEAL-2: from the epoch after the holding was posted"
        );
    }

    /// @dev Republished to a byte just before the owners claim, or a deal with the price of the smaller work.
    function test_ThePublisherCannotTakeBackWhatWasServed() external {
        postAll(20);
        mature(first + 9);
        republishGigabytes(1);
        assertEq(claim(_edge, first, first + 9), 10 * SHARE, "DEAL-5: the publisher takes nobody's pay");
    }

    /// @dev Republished to fifty times the bytes: owners are paid from the same budget.
    function test_AGrownWorkPaysNoMoreThanWasDeposited() external {
        postAll(20);
        republishGigabytes(LEAVES * 50_000);
        address[] memory owners = ownersIn(first);
        mature(first + 9);
        for (uint256 n; n < 3; ++n) {
            assertEq(claim(owners[n], 0, type(uint64).max), 10 * SHARE, "DEAL-1: paid <= deposits");
        }
        assertEq(stream.balanceOf(address(deals)), 0);
    }

    /// @dev A short holding over a long one, an empty claim, a claim to another's address: by a stranger.
    function test_NobodyStopsAnothersPay() external {
        post(keyOfEdge(_edge), 20);
        warpTo(first + 2);
        post(keyOfEdge(_edge), 1);
        mature(first + 9);
        vm.startPrank(STRANGER);
        assertEq(claim(_edge, first + 3, first + 3), SHARE);
        expectNothingDue(STRANGER);
        claim(STRANGER, first, first + 9);
        vm.stopPrank();
        assertEq(claim(_edge, first, first + 9), 9 * SHARE);
        assertEq(stream.balanceOf(_edge), 10 * SHARE, "DEAL-5: the edge is paid, whoever calls");
    }

    /// @dev Stopped in the last second of an epoch that was served, and again after the work was republished.
    function test_ThePayerCannotTakeWhatRuns() external {
        postAll(20);
        vm.warp((first + 1) * EPOCH - 1);
        vm.prank(PAYER);
        deals.stop(contentId, 0);
        mature(first);
        assertEq(claim(_edge, first, first + 9), SHARE, "DEAL-4: the epoch that runs is the owners'");
    }

    /// @dev Asked in the epoch, and silent: claims before anybody could collect, in every second that is not yet due.
    function test_AClaimCannotOvertakeALoss() external {
        post(keyOfEdge(_edge), 20);
        warpTo(first);
        PieceRequest memory request = ask(keyOfEdge(_edge));
        for (uint64 n; n < DELAY; ++n) {
            warpTo(first + n);
            expectNothingDue(_edge);
            claim(_edge, first, first);
            vm.warp((first + n + 1) * EPOCH - 1);
            expectNothingDue(_edge);
            claim(_edge, first, first);
        }
        availability.collect(request);
        mature(first);
        expectNothingDue(_edge);
        claim(_edge, first, first);
    }
}
