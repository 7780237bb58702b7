// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStorageDeals} from "src/interfaces/IStorageDeals.sol";
import {Holding} from "src/types/PieceRequest.sol";
import {DealScene} from "test/helpers/DealScene.sol";

contract StorageDeals_PostHolding_Test is DealScene {
    function test_RevertWhen_TheGenerationIsAnother() external {
        Holding memory held = holdingFor(1);
        held.generation = 1;
        _expectInvalid(held);
    }

    function test_RevertWhen_TheHoldingLeavesChunksOut() external {
        Holding memory held = holdingFor(1);
        held.leafCount = LEAVES - 1;
        _expectInvalid(held);
    }

    function test_RevertWhen_TheHoldingEndsWithThePresentEpoch() external {
        _expectInvalid(holdingFor(0));
    }

    function test_RevertGiven_TheWorkIsLive() external {
        contentId = publishLive("live");
        append(contentId, "checkpoint", 1000, 1_000_000);
        _expectInvalid(holdingFor(1));
    }

    function test_RevertWhen_TheSignatureIsNone() external {
        Holding memory held = holdingFor(1);
        vm.expectRevert(IStorageDeals.StorageDeals_SignatureInvalid.selector);
        deals.postHolding(held, "");
    }

    function test_WhenTheHoldingIsRight() external {
        uint64 present = currentEpoch();
        address edge = keyedEdge(0);
        Holding memory held = holdingFor(300);
        bytes memory signature = sign(keyAt(0), held);
        vm.expectEmit(address(deals));
        emit IStorageDeals.HoldingPosted(edge, contentId, present + 1, present + 300, held, signature);
        vm.prank(STRANGER);
        deals.postHolding(held, signature);
        assertFalse(deals.isPosted(edge, contentId, 0, present), "DEAL-2: not the epoch that runs");
        for (uint64 n = 1; n <= 300; ++n) {
            assertTrue(deals.isPosted(edge, contentId, 0, present + n));
        }
        assertFalse(deals.isPosted(edge, contentId, 0, present + 301));
        assertFalse(deals.isPosted(edge, contentId, 1, present + 1));
        assertFalse(deals.isPosted(keyedEdge(1), contentId, 0, present + 1));
    }

    function test_WhenTheHoldingIsLongerThanTheMost() external {
        uint64 present = currentEpoch();
        Holding memory held = holdingFor(1);
        held.until = type(uint64).max;
        deals.postHolding(held, sign(keyAt(0), held));
        assertTrue(deals.isPosted(keyedEdge(0), contentId, 0, present + 720));
        assertFalse(deals.isPosted(keyedEdge(0), contentId, 0, present + 721));
    }

    function test_GivenALongerOneWasPosted() external {
        uint64 present = currentEpoch();
        post(keyAt(0), 10);
        warpTo(present + 5);
        post(keyAt(0), 1);
        for (uint64 n = 1; n <= 10; ++n) {
            assertTrue(
                deals.isPosted(keyedEdge(0), contentId, 0, present + n), "DEAL-5: nothing is taken away"
            );
        }
    }

    function _expectInvalid(Holding memory held) private {
        bytes memory signature = sign(keyAt(0), held);
        vm.expectRevert(abi.encodeWithSelector(IStorageDeals.StorageDeals_HoldingInvalid.selector, held));
        deals.postHolding(held, signature);
    }
}
