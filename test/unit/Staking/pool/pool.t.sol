// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ONE_WEI, StakePool} from "src/types/Stake.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_Pool_Test is StakingScene {
    function test_GivenNobodyStakes() external {
        addRewards(REWARDS);
        StakePool memory before = staking.pool();
        skip(7);
        assertEq(staking.pool().endsAt, before.endsAt + 7);
        assertEq(staking.pool().updatedAt, block.timestamp);
        assertEq(staking.pool().index, before.index);
    }

    function test_GivenSomebodyStakes() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        StakePool memory before = staking.pool();
        skip(7);
        StakePool memory later = staking.pool();
        assertEq(later.endsAt, before.endsAt);
        uint256 grown = (later.index - before.index) * uint256(later.totalStaked) + later.carry;
        assertEq(grown, 7e18 * ONE_WEI + before.carry);
    }

    function test_GivenTheRewardsHaveEnded() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(PERIOD);
        StakePool memory before = staking.pool();
        skip(7);
        assertEq(staking.pool().index, before.index);
        assertEq(staking.pool().carry, before.carry);
        assertEq(staking.pool().endsAt, before.endsAt);
    }
}
