// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Point} from "src/types/Point.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract KeyRegistry_GasTest is KeyScene, GasCeiling {
    bytes32 private _id;

    function setUp() public override {
        super.setUp();
        // the list's length is no new storage word
        _id = deal();
    }

    function test_Deal() external {
        deal("second", THRESHOLD, nodes(NODES), pointsOf(0, NODES));
        assertCost("deal, five members", 392_474);
    }

    function test_Refresh() external {
        Point[] memory points = pointsOf(1, NODES);
        refresh(_id, THRESHOLD, nodes(NODES), points);
        assertCost("refresh, five members", 321_644);
    }

    function test_MembersOf() external {
        keys.membersOf(_id, 0);
        assertCost("membersOf, five", 40_038);
    }

    function test_ListOne() external {
        keys.committees(0, 100);
        assertCost("committees, one", 15_822);
    }
}
