// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SupplyPool} from "src/types/SupplyPool.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenDistribution_ShareBpsOf_Test is VestingScene {
    function test_WhenAllPoolsAreAskedFor() external view {
        assertEq(distribution.shareBpsOf(SupplyPool.Creators), 4500);
        assertEq(distribution.shareBpsOf(SupplyPool.Viewers), 2000);
        assertEq(distribution.shareBpsOf(SupplyPool.Staking), 1500);
        assertEq(distribution.shareBpsOf(SupplyPool.Platform), 1000);
        assertEq(distribution.shareBpsOf(SupplyPool.Development), 1000);
    }
}
