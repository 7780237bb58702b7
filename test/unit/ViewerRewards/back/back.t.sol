// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IViewerRewards} from "src/interfaces/IViewerRewards.sol";
import {BackingKey, RewardKind} from "src/types/Reward.sol";
import {RewardScene} from "test/helpers/RewardScene.sol";

contract ViewerRewards_Back_Test is RewardScene {
    function test_RevertWhen_TheEpochIsMoreThanADayAhead() external {
        vm.startPrank(BACKER);
        rewards.back(0, epoch + 24, RewardKind.Watching, 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IViewerRewards.ViewerRewards_EpochTooFar.selector, epoch + 25, uint64(epoch) + 24
            )
        );
        rewards.back(0, epoch + 25, RewardKind.Watching, 1);
    }

    function test_RevertGiven_TheCallerApprovedNothing() external {
        vm.prank(HOLDER);
        vm.expectRevert();
        rewards.back(0, epoch, RewardKind.Watching, 1);
    }

    function test_WhenAnActorIsBacked() external {
        uint256 before = stream.balanceOf(BACKER);
        vm.expectEmit(address(rewards));
        emit IViewerRewards.Backed(BACKER, 1, epoch, RewardKind.Help, 5e18);
        back(BOB, RewardKind.Help, 5e18);
        assertEq(left(BOB, RewardKind.Help), 5e18);
        assertEq(rewards.escrowed(), 5e18);
        assertEq(stream.balanceOf(BACKER), before - 5e18);
        assertEq(stream.balanceOf(address(rewards)), LAUNCHED + 5e18);
        assertEq(rewards.reserve(), LAUNCHED);
    }

    function test_WhenTheSameIsBackedAgain() external {
        back(BOB, RewardKind.Help, 5e18);
        back(BOB, RewardKind.Help, 1);
        assertEq(left(BOB, RewardKind.Help), 5e18 + 1);
        assertEq(rewards.escrowed(), 5e18 + 1);
    }

    function test_WhenAnotherKindIsBacked() external {
        back(BOB, RewardKind.Help, 5e18);
        back(BOB, RewardKind.Watching, 2e18);
        assertEq(left(BOB, RewardKind.Help), 5e18);
        assertEq(left(BOB, RewardKind.Watching), 2e18);
        assertEq(left(ALICE, RewardKind.Help), 0, "nor another actor's");
        assertEq(rewards.escrowed(), 7e18);
    }

    function test_WhenAnotherEpochIsBacked() external {
        back(BOB, RewardKind.Help, 5e18);
        vm.prank(BACKER);
        rewards.back(1, epoch - 1, RewardKind.Help, 1e18);
        assertEq(left(BOB, RewardKind.Help), 5e18);
        assertEq(rewards.leftOf(BackingKey(BACKER, 1, epoch - 1, RewardKind.Help)), 1e18);
    }

    function test_WhenAnotherAccountBacksTheSame() external {
        back(BOB, RewardKind.Help, 5e18);
        fund(STRANGER, 1e18, address(rewards));
        vm.prank(STRANGER);
        rewards.back(1, epoch, RewardKind.Help, 1e18);
        assertEq(left(BOB, RewardKind.Help), 5e18);
        assertEq(rewards.leftOf(BackingKey(STRANGER, 1, epoch, RewardKind.Help)), 1e18);
    }
}
