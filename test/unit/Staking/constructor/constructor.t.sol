// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StakePool} from "src/types/Stake.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_Constructor_Test is StakingScene {
    function test_WhenDeployed() external view {
        assertEq(staking.TOKEN(), address(stream));
        assertEq(address(staking.VESTING()), address(vesting));
        assertEq(staking.MINIMUM_STAKE(), 1e18);
        assertEq(staking.REWARD_PERIOD(), 30 days);
        assertEq(staking.reserve(), 0);
        StakePool memory pool = staking.pool();
        assertEq(pool.totalStaked, 0);
        assertEq(pool.index, 1e12);
        assertEq(pool.rate, 0);
        assertEq(pool.updatedAt, block.timestamp);
        assertEq(pool.endsAt, 0);
        assertEq(pool.carry, 0);
    }
}
