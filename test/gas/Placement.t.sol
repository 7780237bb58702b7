// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {PlacementScene} from "test/helpers/PlacementScene.sol";

/// @notice What a transaction costs with a roster of 100 edges, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract Placement_GasTest is PlacementScene, GasCeiling {
    /// @dev What a claim of one work's owners may cost in all.
    uint256 private constant CLAIM_GOAL = 90_000;

    function setUp() public override {
        super.setUp();
        enterMany(100);
        register();
    }

    function test_OwnersOfAWork() external {
        placement.ownersOf(contentId, currentEpoch());
        assertCost("ownersOf, three of 100", 61_885, CLAIM_GOAL);
    }

    function test_OwnersInARegion() external {
        nameRegion(REGION);
        nextEpoch();
        placement.ownersOf(contentId, currentEpoch());
        assertCost("ownersOf, three of 100, two in a region", 100_521);
    }

    function test_Dispute() external {
        address[] memory wrong = owners();
        (wrong[0], wrong[1]) = (wrong[1], wrong[0]);
        publishPlan(EDGE, wrong);
        uint64 epoch = currentEpoch();
        vm.prank(STRANGER);
        placement.dispute(epoch, EDGE, contentId, wrong, proof());
        assertCost("dispute", 153_321);
    }

    function test_PublishPlan() external {
        publishRoot(EDGE, "root");
        assertCost("publishPlan", 53_277);
    }

    function test_DeclareCapacity() external {
        declare(EDGE, CAPACITY);
        assertCost("declareCapacity, the edge after 100", 852_943);
    }

    function test_NameRegions() external {
        nameRegion(REGION);
        assertCost("nameRegions, one", 122_910);
    }
}
