// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Allocation} from "src/types/Allocation.sol";
import {RewardKind} from "src/types/Reward.sol";
import {RewardScene} from "test/helpers/RewardScene.sol";

contract ViewerRewards_Reserve_Test is RewardScene {
    function test_GivenTheAllocationWasReleased() external {
        assertEq(rewards.reserve(), LAUNCHED);
        vm.warp(vesting.LAUNCH() + 365 days * 3);
        vm.prank(STRANGER);
        vesting.release(distribution.grantKeyOf(Allocation.Viewers));
        assertEq(rewards.reserve(), 200_000_000e18, "all of it, whoever asks");
    }

    function test_GivenSomebodySentMore() external {
        vm.prank(HOLDER);
        assertTrue(stream.transfer(address(rewards), 3));
        assertEq(rewards.reserve(), LAUNCHED + 3);
    }

    function test_GivenBackingsAreHeld() external {
        back(ALICE, RewardKind.Help, 1e18);
        back(BOB, RewardKind.Watching, 2e18);
        assertEq(rewards.reserve(), LAUNCHED);
        assertEq(rewards.escrowed(), 3e18);
    }
}
