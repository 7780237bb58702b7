// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {stdError} from "forge-std/StdError.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IStaking} from "src/interfaces/IStaking.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_Stake_Test is StakingScene {
    function test_RevertWhen_TheWholeStakeIsBelowTheMinimum() external {
        vm.expectRevert(
            abi.encodeWithSelector(IStaking.Staking_BelowMinimum.selector, uint96(1e18 - 1), uint96(1e18))
        );
        stake(ANNA, 1e18 - 1);
    }

    function test_RevertWhen_TheStakeOverflows() external {
        stake(ANNA, STAKE);
        vm.expectRevert(stdError.arithmeticError);
        stake(ANNA, type(uint96).max);
    }

    function test_RevertWhen_TheCallerApprovedLess() external {
        vm.prank(ANNA);
        stream.approve(address(staking), STAKE - 1);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        stake(ANNA, STAKE);
    }

    function test_WhenTheCallerIsNew() external {
        stake(BEN, STAKE);
        addRewards(REWARDS);
        skip(10);
        uint256 before = stream.balanceOf(ANNA);
        vm.expectEmit(address(staking));
        emit IStaking.Staked(ANNA, ANNA, STAKE);
        stake(ANNA, STAKE);

        assertEq(before - stream.balanceOf(ANNA), STAKE);
        assertEq(staking.stakeOf(ANNA).amount, STAKE);
        assertEq(staking.totals().totalStaked, 2 * STAKE);
        assertEq(staking.earned(ANNA), 0);
        assertEq(staking.earned(BEN), 10e18);
    }

    function test_WhenTheCallerHasAStake() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(10);
        uint256 before = stream.balanceOf(ANNA);
        vm.expectEmit(address(staking));
        emit IStaking.Staked(ANNA, ANNA, 1);
        vm.expectEmit(address(staking));
        emit IStaking.RewardPaid(ANNA, ANNA, 10e18);
        stake(ANNA, 1);

        assertEq(gained(ANNA, before), 10e18 - 1);
        assertEq(staking.stakeOf(ANNA).amount, STAKE + 1);
        assertEq(staking.totals().totalStaked, STAKE + 1);
        assertEq(staking.earned(ANNA), 0);
    }

    function test_WhenNothingIsAddedToAStake() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(10);
        uint256 before = stream.balanceOf(ANNA);
        stake(ANNA, 0);
        assertEq(gained(ANNA, before), 10e18);
        assertEq(staking.stakeOf(ANNA).amount, STAKE);
    }

    function test_GivenRewardsWaitForSomebodyToStake() external {
        addRewards(REWARDS);
        skip(365 days);
        stake(ANNA, STAKE);
        assertEq(staking.rewardsToCome(), REWARDS);
        skip(10);
        assertEq(staking.earned(ANNA), 10e18);
    }
}
