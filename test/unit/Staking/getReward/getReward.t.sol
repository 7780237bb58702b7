// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStaking} from "src/interfaces/IStaking.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_GetReward_Test is StakingScene {
    function test_GivenTheCallerHasNoStake() external {
        stake(BEN, STAKE);
        addRewards(REWARDS);
        skip(10);
        assertEq(getReward(STRANGER), 0);
        assertEq(stream.balanceOf(STRANGER), 0);
    }

    function test_GivenTheCallerWasPaidInThisSecond() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(10);
        getReward(ANNA);
        assertEq(getReward(ANNA), 0);
    }

    function test_GivenTheCallerHasEarned() external {
        stake(ANNA, STAKE);
        stake(BEN, 3 * STAKE);
        addRewards(REWARDS);
        skip(100);
        assertEq(staking.earned(ANNA), 25e18);
        uint256 before = stream.balanceOf(ANNA);
        vm.expectEmit(address(staking));
        emit IStaking.RewardPaid(ANNA, ANNA, 25e18);
        assertEq(getReward(ANNA), 25e18);
        assertEq(gained(ANNA, before), 25e18);
        assertEq(staking.stakeOf(ANNA).amount, STAKE);
        assertEq(staking.earned(ANNA), 0);
        assertEq(staking.earned(BEN), 75e18);
    }

    function test_GivenTheRewardsHaveEnded() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(PERIOD);
        assertEq(staking.earned(ANNA), REWARDS);
        skip(PERIOD);
        assertEq(getReward(ANNA), REWARDS);
        assertEq(stream.balanceOf(address(staking)), STAKE);
    }
}
