// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Allocation} from "src/types/Allocation.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenDistribution_PortionBpsOf_Test is VestingScene {
    function test_WhenAllAllocationsAreAskedFor() external view {
        assertEq(distribution.portionBpsOf(Allocation.Creators), 4500);
        assertEq(distribution.portionBpsOf(Allocation.Viewers), 2000);
        assertEq(distribution.portionBpsOf(Allocation.Staking), 1500);
        assertEq(distribution.portionBpsOf(Allocation.Platform), 1000);
        assertEq(distribution.portionBpsOf(Allocation.Development), 1000);
    }
}
