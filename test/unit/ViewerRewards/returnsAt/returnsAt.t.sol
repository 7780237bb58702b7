// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {RewardScene} from "test/helpers/RewardScene.sol";

contract ViewerRewards_ReturnsAt_Test is RewardScene {
    function test_WhenTheEpochIsAskedFor() external view {
        assertEq(rewards.returnsAt(0), 3600 + 21 days);
        assertEq(rewards.returnsAt(epoch), block.timestamp + 1800 + 21 days);
    }

    function test_WhenTheEpochIsTheLastOfAll() external view {
        assertEq(rewards.returnsAt(type(uint32).max), 2 ** 32 * 3600 + 21 days);
    }
}
