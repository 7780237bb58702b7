// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_Earned_Test is StakingScene {
    function test_GivenTheAccountHasNoStake() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(10);
        assertEq(staking.earned(BEN), 0);
    }

    function test_GivenStakesChangedOnTheWay() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(10);
        stake(BEN, STAKE);
        skip(10);
        stake(BEN, 2 * STAKE);
        skip(20);
        assertEq(staking.earned(ANNA), 10e18 + 5e18 + 5e18);
        assertEq(staking.earned(BEN), 15e18); // 5 were paid as the second stake came
    }

    function test_GivenNobodyCalledSince() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        for (uint256 i = 1; i < 5; ++i) {
            skip(1);
            assertEq(staking.earned(ANNA), i * 1e18);
        }
    }
}
