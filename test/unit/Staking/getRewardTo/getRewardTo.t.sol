// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStaking} from "src/interfaces/IStaking.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_GetRewardTo_Test is StakingScene {
    function test_RevertWhen_TheDestinationIsZeroOrTheContract() external {
        address[2] memory refused = [address(0), address(staking)];
        stake(ANNA, STAKE);
        for (uint256 i; i < refused.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_DestinationInvalid.selector, refused[i]));
            vm.prank(ANNA);
            staking.getRewardTo(refused[i]);
        }
    }

    function test_GivenTheCallerHasNoStake() external {
        stake(BEN, STAKE);
        addRewards(REWARDS);
        skip(10);
        vm.prank(ANNA);
        assertEq(staking.getRewardTo(STRANGER), 0);
        assertEq(stream.balanceOf(STRANGER), 0);
    }

    function test_GivenTheCallerHasEarned() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(10);
        uint256 before = stream.balanceOf(ANNA);
        vm.expectEmit(address(staking));
        emit IStaking.RewardPaid(ANNA, STRANGER, 10e18);
        vm.prank(ANNA);
        assertEq(staking.getRewardTo(STRANGER), 10e18);
        assertEq(stream.balanceOf(STRANGER), 10e18);
        assertEq(stream.balanceOf(ANNA), before);
        assertEq(staking.earned(ANNA), 0);
    }
}
