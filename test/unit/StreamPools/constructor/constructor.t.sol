// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamPools_Constructor_Test is StreamScene {
    function test_WhenItIsDeployed() external view {
        assertEq(address(pools.SPLIT_ROLLUP()), address(rollup));
        assertEq(pools.MAXIMUM_SEAT_DAYS(), 366);
        assertEq(pools.LEAST_CREDIT(), 100 * uint256(PROVING_FEE));
    }
}
