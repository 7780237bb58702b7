// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract Staking_GasTest is StakingScene, GasCeiling {
    function setUp() public override {
        super.setUp();
        // neither a balance, nor what is staked, nor a rate is a new storage word
        stake(BEN, STAKE);
        addRewards(REWARDS);
        vm.warp(block.timestamp + 1 hours);
    }

    function test_StakeNew() external {
        stake(ANNA, STAKE);
        assertCost("stake, a new staker", 76_257, 78_000);
    }

    function test_StakeAgainWithTheFirstReward() external {
        stake(ANNA, STAKE);
        vm.warp(block.timestamp + 1 hours);
        stake(ANNA, STAKE);
        assertCost("stake again, the first reward", 64_007, 84_000);
    }

    function test_StakeAgain() external {
        stake(ANNA, STAKE);
        vm.warp(block.timestamp + 1 hours);
        stake(ANNA, STAKE);
        vm.warp(block.timestamp + 1 hours);
        stake(ANNA, STAKE);
        assertCost("stake again", 64_007, 66_000);
    }

    function test_StakeWithPermit() external {
        (address owner, uint256 key) = makeAddrAndKey("owner");
        fund(owner, 1000e18, address(staking));
        (uint8 v, bytes32 r, bytes32 s) = signPermit(owner, key, STAKE);
        vm.prank(owner);
        staking.stakeWithPermit(STAKE, block.timestamp, v, r, s);
        assertCost("stakeWithPermit, a new staker", 104_633);
    }

    function test_GetReward() external {
        getReward(BEN);
        assertCost("getReward, the first", 56_412, 58_000);
        vm.warp(block.timestamp + 1 hours);
        getReward(BEN);
        assertCost("getReward", 56_412, 58_000);
    }

    function test_Withdraw() external {
        withdraw(BEN, STAKE / 2);
        assertCost("withdraw, with the reward", 58_316, 64_000);
    }

    function test_Exit() external {
        stake(ANNA, STAKE);
        vm.warp(block.timestamp + 1 hours);
        vm.prank(BEN);
        staking.exit();
        assertCost("exit, with the reward", 52_884, 64_000);
    }

    function test_EmergencyWithdraw() external {
        emergencyWithdraw(BEN);
        assertCost("emergencyWithdraw", 72_407);
    }

    function test_AddRewards() external {
        addRewards(REWARDS);
        assertCost("addRewards, while some flow", 82_751, 108_000);
        vm.warp(block.timestamp + 3 days);
        addRewards(REWARDS);
        assertCost("addRewards, the first of three days", 88_689, 108_000);
    }

    /// @dev Whoever calls first after a month of silence pays for its days, three of them a storage word.
    function test_AfterAMonth() external {
        vm.warp(block.timestamp + PERIOD + 1 days);
        getReward(BEN);
        assertCost("getReward, a month after the last call", 98_053);
    }

    function test_AddRewardsAfterAMonth() external {
        vm.warp(block.timestamp + PERIOD + 1 days);
        addRewards(REWARDS);
        assertCost("addRewards, a month after the last call", 141_087);
    }
}
