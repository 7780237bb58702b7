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
        assertCost("stake, a new staker", 76_263, 78_000);
    }

    function test_StakeAgainWithTheFirstReward() external {
        stake(ANNA, STAKE);
        vm.warp(block.timestamp + 1 hours);
        stake(ANNA, STAKE);
        assertCost("stake again, the first reward", 64_013, 84_000);
    }

    function test_StakeAgain() external {
        stake(ANNA, STAKE);
        vm.warp(block.timestamp + 1 hours);
        stake(ANNA, STAKE);
        vm.warp(block.timestamp + 1 hours);
        stake(ANNA, STAKE);
        assertCost("stake again", 64_013, 66_000);
    }

    function test_StakeWithPermit() external {
        (address owner, uint256 key) = makeAddrAndKey("owner");
        fund(owner, 1000e18, address(staking));
        (uint8 v, bytes32 r, bytes32 s) = signPermit(owner, key, STAKE);
        vm.prank(owner);
        staking.stakeWithPermit(STAKE, block.timestamp, v, r, s);
        assertCost("stakeWithPermit, a new staker", 104_759);
    }

    function test_GetReward() external {
        getReward(BEN);
        assertCost("getReward, the first", 56_418, 58_000);
        vm.warp(block.timestamp + 1 hours);
        getReward(BEN);
        assertCost("getReward", 56_418, 58_000);
    }

    function test_Withdraw() external {
        withdraw(BEN, STAKE / 2);
        assertCost("withdraw, with the reward", 58_322, 64_000);
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
        assertCost("addRewards, while some flow", 76_237, 108_000);
        vm.warp(block.timestamp + PERIOD + 1);
        addRewards(REWARDS);
        assertCost("addRewards, a new period", 56_317, 108_000);
    }
}
