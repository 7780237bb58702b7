// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PopularityScene} from "test/helpers/PopularityScene.sol";

contract Popularity_CountTicks_Test is PopularityScene {
    function test_WhenTicksAreSettled() external {
        open(keyOf(0));
        bytes memory rows = tickRow(keyOf(0), 10e18, 1e18, "seed", 3);
        vm.prank(COUNTER);
        assertEq(popularity.countTicks(contentId, rows), 13e18);
        assertEq(heat(), 13e18);
        assertEq(stream.balanceOf(PAYEE), 13e18);
    }
}
