// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Holding} from "src/types/PieceRequest.sol";
import {DealScene} from "test/helpers/DealScene.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";

/// @notice What a transaction costs with a roster of 100 edges, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract StorageDeals_GasTest is DealScene, GasCeiling {
    /// @dev What the pay of an epoch may cost.
    uint256 private constant EPOCH_GOAL = 90_000;

    address private _edge;

    function setUp() public override {
        super.setUp();
        for (uint256 n = 4; n < 100; ++n) {
            enter(keyedEdge(n), REGION);
        }
        nextEpoch();
        first = currentEpoch() + 1;
        open(100);
        _edge = ownersIn(first)[0];
        post(keyOfEdge(_edge), 100);
        mature(first + 40);
        // the word of the first epochs, and the edge's balance, are in use
        claim(_edge, first, first);
    }

    function test_Claim() external {
        claim(_edge, first + 1, first + 1);
        assertCost("claim, one epoch", 121_496);
    }

    function test_ClaimOfADay() external {
        claim(_edge, first + 1, first + 24);
        assertCost("claim, 24 epochs", 1_382_917, 24 * EPOCH_GOAL);
    }

    function test_Open() external {
        open(10);
        assertCost("open", 109_166);
    }

    function test_TopUp() external {
        vm.prank(PAYER);
        deals.topUp(contentId, 0, EPOCH_WEI);
        assertCost("topUp", 51_176);
    }

    function test_Stop() external {
        vm.prank(PAYER);
        deals.stop(contentId, 0);
        assertCost("stop", 48_364);
    }

    function test_TakeBackOfADay() external {
        warpTo(first + 23 + DELAY + PERIOD);
        deals.takeBack(contentId, 0, first + 23);
        assertCost("takeBack, 24 epochs", 55_219);
    }

    function test_PostHolding() external {
        Holding memory held = holdingFor(100);
        bytes memory signature = sign(keyAt(50), held);
        deals.postHolding(held, signature);
        assertCost("postHolding, of 100 epochs", 74_259);
    }
}
