// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {PopularityScene} from "test/helpers/PopularityScene.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract Popularity_GasTest is PopularityScene, GasCeiling {
    function test_CountVouchers() external {
        // neither the payee's balance nor the work's heat is a new storage word
        count(0, 1e18);
        open(keyOf(1));
        countVouchers(row(keyOf(1), 1e18));
        assertCost("countVouchers, one row", 98_174);
    }
}
