// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStorageDeals} from "src/interfaces/IStorageDeals.sol";
import {PieceRequest} from "src/types/PieceRequest.sol";
import {DealScene} from "test/helpers/DealScene.sol";

contract StorageDeals_Claim_Test is DealScene {
    address private _edge;

    function setUp() public override {
        super.setUp();
        postAll(40);
        _edge = ownersIn(first)[0];
    }

    function test_RevertGiven_TheDealWasNeverOpened() external {
        mature(first);
        expectNothingDue(_edge);
        claim(_edge, 0, type(uint64).max);
    }

    function test_RevertWhen_ItIsTheLastSecondBeforeTheEpochMatures() external {
        open(1);
        vm.warp((first + DELAY) * EPOCH - 1);
        expectNothingDue(_edge);
        claim(_edge, 0, type(uint64).max);
    }

    function test_RevertWhen_TheEdgeOwnsNothing() external {
        open(1);
        address other = _other();
        mature(first);
        expectNothingDue(other);
        claim(other, 0, type(uint64).max);
        expectNothingDue(address(0));
        claim(address(0), 0, type(uint64).max);
    }

    function test_RevertGiven_TheEdgeIsAnOwnerBeyondTheCopies() external {
        // two regions of two copies: four owners, of which three are paid
        for (uint256 n = 4; n < 7; ++n) {
            enter(keyedEdge(n), OTHER_REGION);
        }
        bytes8[] memory regions = new bytes8[](2);
        (regions[0], regions[1]) = (REGION, OTHER_REGION);
        nameRegions(regions);
        nextEpoch();
        for (uint256 n; n < 7; ++n) {
            post(keyAt(n), 1);
        }
        first = currentEpoch() + 1;
        open(1);
        address[] memory owners = ownersIn(first);
        assertEq(owners.length, 4);
        mature(first);
        expectNothingDue(owners[3]);
        claim(owners[3], first, first);
        assertEq(claim(owners[2], first, first), SHARE);
    }

    function test_RevertGiven_NoHoldingWasPosted() external {
        contentId = publishGigabytes("kept by nobody");
        open(1);
        address edge = ownersIn(first)[0];
        mature(first);
        expectNothingDue(edge);
        claim(edge, first, first);
    }

    function test_RevertGiven_TheHoldingIsOfAnotherGeneration() external {
        republishGigabytes(BYTES);
        open(1);
        mature(first);
        expectNothingDue(_edge);
        claim(_edge, first, first);
    }

    function test_RevertGiven_TheEdgeLostARequest() external {
        open(2);
        warpTo(first);
        PieceRequest memory request = ask(keyOfEdge(_edge));
        // as late as anybody may collect for the loss to count
        vm.warp((first + DELAY) * EPOCH - 1);
        availability.collect(request);
        mature(first + 1);
        expectNothingDue(_edge);
        claim(_edge, first, first);
        assertEq(claim(_edge, first, first + 1), SHARE, "DEAL-2: the loss is of one epoch");
        address another = ownersIn(first)[1];
        assertEq(claim(another, first, first + 1), 2 * SHARE, "DEAL-5: and of one edge");
    }

    function test_RevertGiven_TheShareWasPaid() external {
        open(1);
        mature(first);
        claim(_edge, first, first);
        expectNothingDue(_edge);
        claim(_edge, 0, type(uint64).max);
    }

    function test_RevertGiven_TheShareCameBack() external {
        open(1);
        warpTo(first + DELAY + PERIOD);
        deals.takeBack(contentId, 0, first);
        expectNothingDue(_edge);
        claim(_edge, first, first);
    }

    function test_WhenOneEpochIsDue() external {
        open(1);
        mature(first);
        vm.expectEmit(address(deals));
        emit IStorageDeals.Claimed(contentId, 0, _edge, first, first, 1, SHARE);
        vm.prank(STRANGER);
        assertEq(claim(_edge, first, first), SHARE);
        assertEq(stream.balanceOf(_edge), SHARE, "DEAL-5: the edge is paid, whoever calls");
        assertEq(stream.balanceOf(STRANGER), 0);
        assertEq(deals.paidOf(contentId, 0, first), 1);
        assertEq(deals.paidOf(contentId, 0, first + 1), 0);
    }

    function test_WhenSeveralEpochsAreDue() external {
        open(30);
        address[] memory owners = ownersIn(first);
        mature(first + 20);
        assertEq(claim(_edge, first + 3, first + 4), 2 * SHARE);
        assertEq(claim(_edge, 0, type(uint64).max), 19 * SHARE, "DEAL-3: a share is paid once");
        for (uint256 n = 1; n < 3; ++n) {
            assertEq(claim(owners[n], 0, type(uint64).max), 21 * SHARE);
        }
        assertEq(deals.paidOf(contentId, 0, first + 20), 7);
        assertEq(deals.paidOf(contentId, 0, first + 21), 0);
        assertEq(stream.balanceOf(address(deals)), 9 * EPOCH_WEI, "DEAL-1: deposits = paid + held");
    }

    function test_GivenTheClaimPeriodIsOverAndNothingCameBack() external {
        open(1);
        warpTo(first + DELAY + 2 * PERIOD);
        assertEq(claim(_edge, first, first), SHARE);
    }

    function test_GivenTheWorkWasRepublishedSince() external {
        open(2);
        warpTo(first + 1);
        republishGigabytes(1);
        mature(first + 1);
        assertEq(claim(_edge, first, first + 1), 2 * SHARE, "DEAL-5: the publisher takes nobody's pay");
    }

    function test_GivenTheEdgeLeftSince() external {
        open(2);
        vm.prank(_edge);
        operators.startUnbond();
        enroll(_edge);
        mature(first + 1);
        // it left in the epoch before the deal's first
        expectNothingDue(_edge);
        claim(_edge, first, first + 1);
        address another = ownersIn(first)[0];
        vm.prank(another);
        operators.startUnbond();
        assertEq(claim(another, first, first + 1), 2 * SHARE, "DEAL-5: what was earned is paid");
    }

    function test_WhenTwoDealsPayForTheWork() external {
        open(1);
        open(1, 16);
        mature(first);
        assertEq(claim(_edge, first, first), SHARE);
        assertEq(deals.claim(contentId, 1, _edge, first, first), SHARE);
    }

    /// @return edge The one that does not own the work.
    function _other() private view returns (address edge) {
        address[] memory owners = ownersIn(first);
        for (uint256 n;; ++n) {
            edge = keyedEdge(n);
            if (edge != owners[0] && edge != owners[1] && edge != owners[2]) return edge;
        }
    }
}
