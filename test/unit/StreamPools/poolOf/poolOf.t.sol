// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Pool} from "src/types/Pool.sol";
import {Rate} from "src/types/Rate.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamPools_PoolOf_Test is StreamScene {
    function test_GivenNobodyEverJoined() external view {
        Pool memory none;
        assertEq(abi.encode(pools.poolOf(pools.poolIdOf(poolKey()))), abi.encode(none));
    }

    function test_GivenSomebodyJoined() external {
        join(VIEWER, Rate.wrap(3), 0);
        skip(5);
        join(STRANGER, Rate.wrap(4), 0);
        uint256 left = (today() + 1) * 1 days - block.timestamp;
        uint256 dust = (65_536 - (left + 5) * 3 % 65_536) % 65_536 + (65_536 - left * 4 % 65_536) % 65_536;
        Pool memory pool = pools.poolOf(pools.poolIdOf(poolKey()));
        assertEq(pool.rate, 7);
        assertEq(pool.accrued, 15 + dust);
        assertEq(pool.since, block.timestamp);
    }
}
