// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StakeTotals} from "src/types/Stake.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_Constructor_Test is StakingScene {
    function test_WhenDeployed() external view {
        assertEq(staking.TOKEN(), address(stream));
        assertEq(address(staking.VESTING()), address(vesting));
        assertEq(staking.MINIMUM_STAKE(), 1e18);
        assertEq(staking.REWARD_PERIOD(), 30 days);
        assertEq(staking.reserve(), 0);
        StakeTotals memory totals = staking.totals();
        assertEq(totals.totalStaked, 0);
        assertEq(totals.index, 1e12);
        assertEq(totals.rate, 0);
        assertEq(totals.updatedAt, block.timestamp);
        assertEq(totals.clock, 0);
        assertEq(totals.carry, 0);
    }
}
