// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {RewardScene} from "test/helpers/RewardScene.sol";

contract ViewerRewards_Constructor_Test is RewardScene {
    function test_WhenItIsDeployed() external view {
        assertEq(rewards.HOLD_TIME(), 21 days);
        assertEq(rewards.WATCH_RATE(), WATCH_RATE);
        assertEq(rewards.UNIT_RATE(), UNIT_RATE);
        assertEq(rewards.BURN_BPS(), 10_100);
        assertEq(rewards.TOKEN(), address(stream));
        assertEq(address(rewards.INPUTS()), address(inputs));
        assertEq(address(rewards.ROLLUP()), address(interactions));
    }
}
