// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_StakeOf_Test is StakingScene {
    function test_GivenTheAccountHasNoStake() external view {
        assertEq(staking.stakeOf(ANNA).amount, 0);
        assertEq(staking.stakeOf(ANNA).indexPaid, 0);
    }

    function test_GivenTheAccountHasAStake() external {
        stake(BEN, STAKE);
        addRewards(REWARDS);
        skip(10);
        stake(ANNA, STAKE);
        assertEq(staking.stakeOf(ANNA).amount, STAKE);
        assertEq(staking.stakeOf(ANNA).indexPaid, staking.totals().index);
        assertLt(staking.stakeOf(BEN).indexPaid, staking.totals().index);
    }
}
