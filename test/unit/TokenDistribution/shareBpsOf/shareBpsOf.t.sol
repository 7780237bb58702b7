// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Pool} from "src/interfaces/ITokenDistribution.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenDistribution_ShareBpsOf_Test is VestingScene {
    function test_WhenAllPoolsAreAskedFor() external view {
        assertEq(distribution.shareBpsOf(Pool.Creators), 4500);
        assertEq(distribution.shareBpsOf(Pool.Viewers), 2000);
        assertEq(distribution.shareBpsOf(Pool.Staking), 1500);
        assertEq(distribution.shareBpsOf(Pool.Platform), 1000);
        assertEq(distribution.shareBpsOf(Pool.Development), 1000);
    }
}
