// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStaking} from "src/interfaces/IStaking.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_Exit_Test is StakingScene {
    function test_GivenTheCallerHasNoStake() external {
        stake(BEN, STAKE);
        vm.prank(STRANGER);
        staking.exit();
        assertEq(stream.balanceOf(STRANGER), 0);
        assertEq(staking.totals().totalStaked, STAKE);
    }

    function test_GivenTheCallerHasAStake() external {
        stake(ANNA, STAKE);
        stake(BEN, 3 * STAKE);
        addRewards(REWARDS);
        skip(100);
        uint256 before = stream.balanceOf(ANNA);
        vm.expectEmit(address(staking));
        emit IStaking.Withdrawn(ANNA, STAKE);
        vm.expectEmit(address(staking));
        emit IStaking.RewardPaid(ANNA, ANNA, 25e18);
        vm.prank(ANNA);
        staking.exit();
        assertEq(gained(ANNA, before), STAKE + 25e18);
        assertEq(staking.stakeOf(ANNA).amount, 0);
        assertEq(staking.earned(BEN), 75e18);
    }
}
