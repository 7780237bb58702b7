// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {IViewerRewards} from "src/interfaces/IViewerRewards.sol";
import {RewardKind, ShownLeaf} from "src/types/Reward.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {RewardScene} from "test/helpers/RewardScene.sol";

contract ViewerRewards_RewardHelp_Test is RewardScene {
    uint256 private constant UNITS = 1_000_000;
    uint256 private constant OWED = UNITS * UNIT_RATE;

    function setUp() public override {
        super.setUp();
        back(ALICE, RewardKind.Help, 10e18);
    }

    function test_RevertGiven_TheAccountIsNoActor() external {
        settle(helped(ALICE, BOB, 3, UNITS));
        ShownLeaf memory leaf = help(ALICE, 3);
        vm.expectRevert(abi.encodeWithSelector(IViewerRewards.ViewerRewards_NotAnActor.selector, STRANGER));
        rewards.rewardHelp(BACKER, 0, epoch, 3, STRANGER, leaf);
    }

    function test_RevertWhen_TheAccountIsNotThePeers() external {
        settle(helped(ALICE, BOB, 3, UNITS));
        ShownLeaf memory leaf = help(ALICE, 3);
        vm.expectRevert(
            abi.encodeWithSelector(IViewerRewards.ViewerRewards_NotThePeer.selector, accountOf(ALICE), BOB)
        );
        rewardHelp(ALICE, 3, ALICE, leaf);
    }

    function test_RevertWhen_TheLeafIsOfAnotherSlot() external {
        settle(helped(ALICE, BOB, 3, UNITS));
        _expectNotInState(ALICE, 4, help(ALICE, 3));
    }

    function test_RevertWhen_TheLeafIsOfAnotherActor() external {
        settle(helped(ALICE, BOB, 3, UNITS));
        _expectNotInState(7, 3, help(ALICE, 3));
    }

    function test_RevertWhen_AWatchedLeafIsShown() external {
        // the seconds are Bob's number
        settle(played(ALICE, BOB));
        _expectNotInState(ALICE, 0, watched(ALICE));
    }

    function test_WhenTheSlotIsBeyondTheEighth() external {
        settle(helped(ALICE, BOB, 3, UNITS));
        _expectNotInState(ALICE, 8, help(ALICE, 3));
        ShownLeaf memory absent = help(ALICE, 8);
        assertEq(absent.value, 0);
        assertEq(rewardHelp(ALICE, 8, ALICE, absent), 0);
    }

    function test_RevertGiven_ThePostingHasNoFinalState() external {
        helped(ALICE, BOB, 3, UNITS);
        ShownLeaf memory leaf = help(ALICE, 3);
        vm.expectRevert(abi.encodeWithSelector(IInteractionRollup.InteractionRollup_NoRoot.selector, 0));
        rewardHelp(ALICE, 3, BOB, leaf);
    }

    function test_GivenWatchingWasBacked() external {
        back(BOB, RewardKind.Watching, 10e18);
        settle(helped(BOB, ALICE, 0, UNITS));
        assertEq(rewardHelp(BOB, 0, ALICE, help(BOB, 0)), 0);
    }

    function test_WhenTheHelpIsBacked() external {
        settle(helped(ALICE, BOB, 3, UNITS));
        ShownLeaf memory leaf = help(ALICE, 3);
        uint256 supply = stream.totalSupply();
        vm.expectEmit(address(rewards));
        emit IViewerRewards.Rewarded(
            BACKER, 0, epoch, RewardKind.Help, 3, accountOf(BOB), OWED, OWED * 101 / 100
        );
        vm.prank(STRANGER);
        assertEq(rewardHelp(ALICE, 3, BOB, leaf), OWED);
        assertEq(OWED * 1e9, 0.05e18 * 65_536 * UNITS, "0.05 STREAM for each gigabyte");
        assertEq(stream.balanceOf(accountOf(BOB)), OWED);
        assertEq(left(ALICE, RewardKind.Help), 10e18 - OWED * 101 / 100);
        assertEq(rewards.reserve(), LAUNCHED - OWED);
        assertEq(stream.totalSupply(), supply - OWED * 101 / 100);
    }

    function test_WhenItIsClaimedAgain() external {
        settle(helped(ALICE, BOB, 3, UNITS));
        rewardHelp(ALICE, 3, BOB, help(ALICE, 3));
        assertEq(rewardHelp(ALICE, 3, BOB, help(ALICE, 3)), 0, "REW-2");
    }

    function test_WhenMoreUnitsAreShownLater() external {
        Played memory one = helped(ALICE, BOB, 3, 10);
        ShownLeaf memory first = help(ALICE, 3);
        Played memory two = helped(ALICE, BOB, 3, 25);
        settle(one);
        assertEq(rewardHelp(ALICE, 3, BOB, first), 10 * UNIT_RATE);
        settle(two);
        assertEq(rewardHelp(ALICE, 3, BOB, help(ALICE, 3)), 15 * UNIT_RATE);
        assertEq(rewardHelp(ALICE, 3, BOB, first), 0);
    }

    function test_GivenTwoPeersHelped() external {
        back(BOB, RewardKind.Help, burnedFor(15 * UNIT_RATE));
        vm.prank(STRANGER);
        inputs.register(STRANGER);
        Played memory one = helped(BOB, ALICE, 0, 10);
        Played memory two = helped(BOB, 2, 1, 10);
        settle(one);
        settle(two);
        assertEq(rewardHelp(BOB, 0, ALICE, help(BOB, 0)), 10 * UNIT_RATE);
        ShownLeaf memory second = help(BOB, 1);
        assertEq(rewards.rewardHelp(BACKER, 1, epoch, 1, STRANGER, second), 5 * UNIT_RATE);
        assertEq(left(BOB, RewardKind.Help), 0);
    }

    function _expectNotInState(uint256 actor, uint256 slot, ShownLeaf memory leaf) private {
        bytes32 key = bytes32(OperationTwin.leafKey(7, actor, epoch, slot));
        vm.expectRevert(
            abi.encodeWithSelector(
                IViewerRewards.ViewerRewards_NotInState.selector, leaf.posting, key, leaf.value
            )
        );
        rewardHelp(actor, slot, BOB, leaf);
    }
}
