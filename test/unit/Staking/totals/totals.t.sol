// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ONE_WEI, StakeTotals} from "src/types/Stake.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_Totals_Test is StakingScene {
    function test_GivenNobodyStakes() external {
        addRewards(REWARDS);
        StakeTotals memory before = staking.totals();
        skip(7);
        assertEq(staking.totals().clock, before.clock);
        assertEq(staking.totals().rate, before.rate);
        assertEq(staking.totals().updatedAt, block.timestamp);
        assertEq(staking.totals().index, before.index);
    }

    function test_GivenSomebodyStakes() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        StakeTotals memory before = staking.totals();
        skip(7);
        StakeTotals memory later = staking.totals();
        assertEq(later.clock, before.clock + 7);
        uint256 grown = (later.index - before.index) * uint256(later.totalStaked) + later.carry;
        assertEq(grown, 7e18 * ONE_WEI + before.carry);
    }

    function test_GivenTheRewardsHaveEnded() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(PERIOD);
        StakeTotals memory before = staking.totals();
        skip(7);
        assertEq(staking.totals().index, before.index);
        assertEq(staking.totals().carry, before.carry);
        assertEq(staking.totals().rate, 0);
    }
}
