// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";

import {Staking} from "src/token/Staking.sol";
import {IStaking} from "src/interfaces/IStaking.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";

contract Staking_Withdraw_Test is StakingScene {
    function setUp() public override {
        super.setUp();
        stake(ANNA, STAKE);
    }

    function test_RevertWhen_MoreIsAskedThanIsStaked() external {
        stake(BEN, STAKE);
        vm.expectRevert(
            abi.encodeWithSelector(IStaking.Staking_ExceedsStake.selector, STAKE + 1, uint256(STAKE))
        );
        withdraw(ANNA, STAKE + 1);
    }

    function test_RevertWhen_DustWouldBeLeft() external {
        vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_BelowMinimum.selector, 1, uint96(1e18)));
        withdraw(ANNA, STAKE - 1);
    }

    function test_WhenAPartIsWithdrawn() external {
        addRewards(REWARDS);
        skip(10);
        uint256 before = stream.balanceOf(ANNA);
        vm.expectEmit(address(staking));
        emit IStaking.Withdrawn(ANNA, STAKE / 2);
        vm.expectEmit(address(staking));
        emit IStaking.RewardPaid(ANNA, ANNA, 10e18);
        withdraw(ANNA, STAKE / 2);
        assertEq(gained(ANNA, before), STAKE / 2 + 10e18);
        assertEq(staking.stakeOf(ANNA).amount, STAKE / 2);
        assertEq(staking.totals().totalStaked, STAKE / 2);
        skip(10);
        assertEq(staking.earned(ANNA), 10e18);
    }

    function test_WhenAllIsWithdrawn() external {
        addRewards(REWARDS);
        skip(10);
        uint256 before = stream.balanceOf(ANNA);
        withdraw(ANNA, STAKE);
        assertEq(gained(ANNA, before), STAKE + 10e18);
        assertEq(staking.stakeOf(ANNA).amount, 0);
        assertEq(staking.stakeOf(ANNA).indexPaid, 0);
        assertEq(staking.totals().totalStaked, 0);
        skip(10);
        assertEq(staking.earned(ANNA), 0);
    }

    function test_GivenNothingWasEarned() external {
        uint256 before = stream.balanceOf(ANNA);
        vm.recordLogs();
        withdraw(ANNA, 1e18);
        assertEq(gained(ANNA, before), 1e18);
        assertEq(vm.getRecordedLogs().length, 2, "a {Withdrawn} and a {Transfer} event");
    }

    function test_WhenTheTokenCallsBack() external {
        ReentrantToken token = new ReentrantToken();
        staking = new Staking(address(token), vesting);
        token.mint(ANNA, STAKE);
        vm.prank(ANNA);
        token.approve(address(staking), STAKE);
        stake(ANNA, STAKE);
        token.arm(address(staking), abi.encodeCall(staking.getReward, ()));
        withdraw(ANNA, STAKE);
        assertFalse(token.succeeded());
        assertEq(bytes4(token.answer()), ReentrancyGuardTransient.Reentrancy.selector);
    }
}
