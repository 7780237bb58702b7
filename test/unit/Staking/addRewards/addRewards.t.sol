// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IStaking} from "src/interfaces/IStaking.sol";
import {ONE_WEI} from "src/types/Stake.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_AddRewards_Test is StakingScene {
    function test_RevertWhen_TheCallerApprovedLess() external {
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(STRANGER);
        staking.addRewards(1);
    }

    function test_RevertWhen_TheAmountIsMoreThanThereIs() external {
        vm.expectRevert(SafeCastLib.Overflow.selector);
        addRewards(type(uint96).max);
    }

    function test_GivenNoRewardsFlow() external {
        stake(ANNA, STAKE);
        uint40 endsAt = uint40(block.timestamp) + PERIOD;
        uint256 before = stream.balanceOf(GIVER);
        vm.expectEmit(address(staking));
        emit IStaking.RewardsAdded(GIVER, REWARDS + 5, 1e18, endsAt);
        addRewards(REWARDS + 5);
        assertEq(before - stream.balanceOf(GIVER), REWARDS + 5);
        assertEq(staking.totals().rate, 1e18);
        assertEq(staking.totals().endsAt, endsAt);
        assertEq(staking.reserve(), 5 * ONE_WEI);
    }

    function test_WhenLessIsAddedThanFlows() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(20 days);
        uint40 endsAt = staking.totals().endsAt;
        addRewards(100e18 + 7);
        assertEq(staking.totals().rate, 1e18);
        assertEq(staking.totals().endsAt, endsAt + 100);
        assertEq(staking.reserve(), 7 * ONE_WEI);
        skip(10 days);
        assertEq(staking.earned(ANNA), REWARDS);
        skip(10 days);
        assertEq(staking.earned(ANNA), REWARDS + 100e18);
    }

    function test_WhenMoreIsAddedThanFlows() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(15 days);
        addRewards(REWARDS);
        assertEq(staking.totals().rate, 1.5e18);
        assertEq(staking.totals().endsAt, block.timestamp + PERIOD);
        skip(PERIOD);
        assertEq(staking.earned(ANNA), 2 * REWARDS);
    }

    function test_WhenLessThanAWeiASecondIsAdded() external {
        stake(ANNA, STAKE);
        addRewards(PERIOD - 1);
        assertEq(staking.totals().rate, 0);
        assertEq(staking.reserve(), (PERIOD - 1) * ONE_WEI);
        addRewards(1);
        assertEq(staking.totals().rate, 1);
        assertEq(staking.reserve(), 0);
        skip(PERIOD);
        assertEq(staking.earned(ANNA), PERIOD);
    }

    function test_GivenNobodyStakes() external {
        addRewards(REWARDS);
        skip(20 days);
        assertEq(staking.totals().endsAt, block.timestamp + PERIOD);
        assertEq(staking.totals().unstreamed(), REWARDS);
    }

    function test_GivenTheRewardsHaveEnded() external {
        stake(ANNA, STAKE);
        addRewards(REWARDS);
        skip(PERIOD);
        addRewards(REWARDS / 3);
        assertEq(staking.totals().rate, 1e18 / uint256(3));
        skip(PERIOD);
        assertEq(staking.earned(ANNA) + staking.reserve() / ONE_WEI, REWARDS + REWARDS / 3);
    }
}
