// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IStaking} from "src/interfaces/IStaking.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_StakeFor_Test is StakingScene {
    function test_RevertWhen_TheWholeStakeIsBelowTheMinimum() external {
        stake(ANNA, STAKE);
        vm.expectRevert(
            abi.encodeWithSelector(IStaking.Staking_BelowMinimum.selector, uint96(1e18 - 1), uint96(1e18))
        );
        vm.prank(ANNA);
        staking.stakeFor(BEN, 1e18 - 1);
    }

    function test_RevertWhen_TheAccountIsZeroOrTheContract() external {
        address[2] memory refused = [address(0), address(staking)];
        for (uint256 i; i < refused.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_DestinationInvalid.selector, refused[i]));
            vm.prank(ANNA);
            staking.stakeFor(refused[i], STAKE);
        }
    }

    function test_RevertWhen_TheCallerApprovedLess() external {
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(STRANGER);
        staking.stakeFor(ANNA, STAKE);
    }

    function test_WhenTheAccountIsAnother() external {
        uint256 before = stream.balanceOf(ANNA);
        vm.expectEmit(address(staking));
        emit IStaking.Staked(BEN, ANNA, STAKE);
        vm.prank(ANNA);
        staking.stakeFor(BEN, STAKE);
        assertEq(before - stream.balanceOf(ANNA), STAKE);
        assertEq(staking.stakeOf(BEN).amount, STAKE);
        assertEq(staking.stakeOf(ANNA).amount, 0);
    }

    function test_GivenTheAccountHasEarned() external {
        stake(BEN, STAKE);
        addRewards(REWARDS);
        skip(10);
        (uint256 anna, uint256 ben) = (stream.balanceOf(ANNA), stream.balanceOf(BEN));
        vm.expectEmit(address(staking));
        emit IStaking.Staked(BEN, ANNA, STAKE);
        vm.expectEmit(address(staking));
        emit IStaking.RewardPaid(BEN, BEN, 10e18);
        vm.prank(ANNA);
        staking.stakeFor(BEN, STAKE);
        assertEq(gained(BEN, ben), 10e18);
        assertEq(anna - stream.balanceOf(ANNA), STAKE);
    }

    function test_WhenAStrangerAddsNothing() external {
        stake(ANNA, STAKE);
        stake(BEN, STAKE / 7);
        addRewards(REWARDS - 13);
        (uint256 anna, uint256 ben) = (stream.balanceOf(ANNA), stream.balanceOf(BEN));
        for (uint256 i; i < 1000; ++i) {
            skip(1);
            vm.prank(STRANGER);
            staking.stakeFor(ANNA, 0);
        }
        // anna was paid each second, ben is paid once: both have their portion of the whole, to the wei
        uint256 streamed = 1000 * uint256(staking.totals().rate);
        getReward(BEN);
        assertEq(gained(ANNA, anna) + staking.earned(ANNA), streamed * STAKE / (STAKE + STAKE / 7));
        assertEq(gained(BEN, ben), streamed * (STAKE / 7) / (STAKE + STAKE / 7));
    }
}
