// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Rate} from "src/types/Rate.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamPools_CollectableOf_Test is StreamScene {
    function test_GivenNobodyEverJoined() external view {
        assertEq(pools.collectableOf(pools.poolIdOf(poolKey())), 0);
    }

    function testFuzz_GivenSeatsRunAndEnd(uint32 elapsed, uint8 more) external {
        join(VIEWER, Rate.wrap(12_345_678), more);
        join(STRANGER, rate(), more / 2);
        skip(elapsed % 500 days);
        uint256 collectable = pools.collectableOf(pools.poolIdOf(poolKey()));
        assertEq(pools.collectPool(poolKey()), collectable);
        assertEq(stream.balanceOf(CREATOR), collectable);
    }
}
