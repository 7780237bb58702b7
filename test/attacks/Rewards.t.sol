// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IViewerRewards} from "src/interfaces/IViewerRewards.sol";
import {BackingKey, RewardKind, ShownLeaf} from "src/types/Reward.sol";
import {RewardScene} from "test/helpers/RewardScene.sol";

/// @notice What somebody would gain by rewards, and what it costs.
contract Rewards_Attacks is RewardScene {
    /// @dev One person is viewer, peer, payee, sequencer and backer.
    function test_SelfDealingCostsAHundredth() external {
        address one = accountOf(ALICE);
        uint256 before = 5e18;
        fund(one, before, address(rewards));
        vm.startPrank(one);
        rewards.back(0, epoch, RewardKind.Watching, 2e18);
        rewards.back(0, epoch, RewardKind.Help, 3e18);
        vm.stopPrank();
        Played memory watching = played(ALICE, 1800);
        Played memory helping = helped(ALICE, BOB, 0, 2 ** 21 - 1);
        settle(watching);
        settle(helping);
        uint256 paid = rewards.rewardWatching(one, one, epoch, watched(ALICE));
        // Bob is Alice, too
        paid += rewards.rewardHelp(one, 0, epoch, 0, accountOf(BOB), help(ALICE, 0));
        vm.warp(rewards.returnsAt(epoch));
        rewards.takeBack(BackingKey(one, 0, epoch, RewardKind.Watching));
        rewards.takeBack(BackingKey(one, 0, epoch, RewardKind.Help));
        uint256 afterwards = stream.balanceOf(one) + stream.balanceOf(accountOf(BOB));
        assertGt(paid, 3e18);
        assertLe(afterwards, before - paid / 100, "REW-5: whoever is everyone loses a hundredth of it");
    }

    /// @dev The farm takes the reserve that others would be paid from: it pays a hundredth of what it moved, and nobody's backing is lost.
    function test_DrainingTheReserveCostsAHundredthAndTakesNobodysBacking() external {
        back(BOB, RewardKind.Watching, 1e18);
        vm.prank(address(rewards));
        assertTrue(stream.transfer(HOLDER, LAUNCHED - 6e18));
        address farm = accountOf(ALICE);
        fund(farm, 7e18, address(rewards));
        vm.prank(farm);
        rewards.back(0, epoch, RewardKind.Help, 7e18);
        Played memory farmed = helped(ALICE, BOB, 0, 2 ** 21 - 1);
        Played memory honest = played(BOB, 600);
        settle(farmed);
        settle(honest);
        assertEq(rewards.rewardHelp(farm, 0, epoch, 0, accountOf(BOB), help(ALICE, 0)), 6e18);
        assertEq(rewards.reserve(), 0);
        assertEq(rewardWatching(BOB, watched(BOB)), 0);
        assertEq(left(BOB, RewardKind.Watching), 1e18, "REW-3");
        assertEq(rewards.leftOf(BackingKey(farm, 0, epoch, RewardKind.Help)), 7e18 - 6.06e18);
    }

    /// @dev The seconds of an epoch are on the clock of the chain, whoever signs how many.
    function test_NobodyWatchesLongerThanTheClock() external {
        back(ALICE, RewardKind.Watching, 10e18);
        // half an hour of the epoch is over
        settle(played(ALICE, 3600));
        assertEq(rewardWatching(ALICE, watched(ALICE)), 1800 * WATCH_RATE);
    }

    /// @dev A slot names one peer for ever: neither can take the other's units.
    function test_ASlotIsOnePeers() external {
        back(ALICE, RewardKind.Help, 10e18);
        vm.prank(STRANGER);
        inputs.register(STRANGER);
        Played memory one = helped(ALICE, BOB, 0, 100);
        Played memory other = helped(ALICE, 2, 0, 100_000);
        settle(one);
        settle(other);
        ShownLeaf memory leaf = help(ALICE, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IViewerRewards.ViewerRewards_NotThePeer.selector, STRANGER, BOB)
        );
        rewards.rewardHelp(BACKER, 0, epoch, 0, STRANGER, leaf);
        assertEq(rewardHelp(ALICE, 0, BOB, leaf), 100 * UNIT_RATE);
    }
}
