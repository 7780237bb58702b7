// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {IViewerRewards} from "src/interfaces/IViewerRewards.sol";
import {StateTree} from "src/libraries/StateTree.sol";
import {Assertion} from "src/types/Interactions.sol";
import {RewardKind, ShownLeaf} from "src/types/Reward.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {RewardScene} from "test/helpers/RewardScene.sol";

contract ViewerRewards_RewardWatching_Test is RewardScene {
    uint256 private constant OWED = 600 * uint256(WATCH_RATE);

    function setUp() public override {
        super.setUp();
        back(ALICE, RewardKind.Watching, 10e18);
    }

    function test_RevertGiven_TheAccountIsNoActor() external {
        settle(played(ALICE, 600));
        ShownLeaf memory leaf = watched(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IViewerRewards.ViewerRewards_NotAnActor.selector, STRANGER));
        rewards.rewardWatching(BACKER, STRANGER, epoch, leaf);
    }

    function test_RevertGiven_ThePostingHasNoFinalState() external {
        Played memory one = played(ALICE, 600);
        assertTruth(one.posted, one.truth);
        vm.warp(block.timestamp + ASSERTION_WINDOW);
        _expectNoRoot();
    }

    function test_RevertGiven_TheAssertionWasFalsified() external {
        Played memory one = played(ALICE, 600);
        (Assertion memory lie, bytes32[] memory roots) = lie(one.posted, one.truth, 0);
        falsify(lie, roots, one.posted, one.truth, 0);
        _expectNoRoot();
    }

    /// @dev A root that a liar asserted, with any seconds under it, and which is not the final one.
    function test_RevertGiven_TheAssertionWasReaped() external {
        Played memory one = played(ALICE, 600);
        uint256 key = OperationTwin.leafKey(6, ALICE, epoch, 0);
        bytes32[] memory roots = new bytes32[](1);
        roots[0] = keccak256(abi.encode(key, 1 << 255 | 3600, uint256(1)));
        Assertion memory false_ = assertAs(LIAR, one.posted, 0, roots);
        settle(one);
        interactions.reap(false_);
        _expectNotInState(key, ShownLeaf(0, 1 << 255 | 3600, hex"020100"));
    }

    function test_RevertWhen_TheLeafIsAnotherActors() external {
        settle(played(BOB, 600));
        _expectNotInState(OperationTwin.leafKey(6, ALICE, epoch, 0), watched(BOB));
    }

    function test_RevertWhen_TheLeafIsOfAnotherEpoch() external {
        settle(played(ALICE, 600));
        ShownLeaf memory leaf = watched(ALICE);
        ++epoch;
        _expectNotInState(OperationTwin.leafKey(6, ALICE, epoch, 0), leaf);
    }

    function test_RevertWhen_TheValueIsAnother() external {
        settle(played(ALICE, 600));
        ShownLeaf memory leaf = watched(ALICE);
        ++leaf.value;
        _expectNotInState(OperationTwin.leafKey(6, ALICE, epoch, 0), leaf);
    }

    function test_RevertWhen_TheLeafIsAWorksCountOfTheSameBits() external {
        Posted memory posted = settled(likes(1));
        confirmTruth(posted, execute(posted));
        _expectNotInState(OperationTwin.leafKey(6, ALICE, epoch, 0), shown(OperationTwin.leafKey(4, 0, 0, 0)));
    }

    function test_RevertWhen_TheWitnessIsNotOne() external {
        settle(played(ALICE, 600));
        ShownLeaf memory leaf = watched(ALICE);
        leaf.witness = "";
        vm.expectRevert(StateTree.StateTree_WitnessInvalid.selector);
        rewardWatching(ALICE, leaf);
    }

    function test_GivenNobodyBacked() external {
        settle(played(BOB, 600));
        assertEq(rewardWatching(BOB, watched(BOB)), 0);
        assertEq(rewards.rewardWatching(STRANGER, accountOf(BOB), epoch, watched(BOB)), 0);
        assertEq(stream.balanceOf(accountOf(BOB)), 0);
    }

    function test_GivenHelpWasBacked() external {
        back(BOB, RewardKind.Help, 10e18);
        settle(played(BOB, 600));
        assertEq(rewardWatching(BOB, watched(BOB)), 0);
    }

    function test_GivenTheActorDidNotWatch() external {
        settle(played(BOB, 600));
        ShownLeaf memory absent = watched(ALICE);
        assertEq(absent.value, 0);
        assertEq(rewardWatching(ALICE, absent), 0);
    }

    function test_WhenTheRewardIsBacked() external {
        settle(played(ALICE, 600));
        ShownLeaf memory leaf = watched(ALICE);
        uint256 supply = stream.totalSupply();
        vm.expectEmit(address(rewards));
        emit IViewerRewards.Rewarded(
            BACKER, 0, epoch, RewardKind.Watching, 0, accountOf(ALICE), OWED, OWED * 101 / 100
        );
        vm.prank(STRANGER);
        assertEq(rewardWatching(ALICE, leaf), OWED);
        assertEq(stream.balanceOf(accountOf(ALICE)), OWED);
        assertEq(left(ALICE, RewardKind.Watching), 10e18 - OWED * 101 / 100);
        assertEq(rewards.escrowed(), 10e18 - OWED * 101 / 100);
        assertEq(rewards.reserve(), LAUNCHED - OWED);
        assertEq(stream.totalSupply(), supply - OWED * 101 / 100);
        assertEq(rewards.paidOf(bytes32(OperationTwin.leafKey(6, ALICE, epoch, 0))), OWED);
    }

    function test_WhenItIsClaimedAgain() external {
        settle(played(ALICE, 600));
        rewardWatching(ALICE, watched(ALICE));
        uint256 supply = stream.totalSupply();
        assertEq(rewardWatching(ALICE, watched(ALICE)), 0, "REW-2");
        settle(played(BOB, 1));
        assertEq(rewardWatching(ALICE, watched(ALICE)), 0, "REW-2: by a later posting");
        assertEq(stream.totalSupply(), supply);
    }

    function test_WhenALaterPostingIsShown() external {
        (ShownLeaf memory first, ShownLeaf memory second) = _twice();
        assertEq(rewardWatching(ALICE, first), OWED);
        assertEq(rewardWatching(ALICE, second), 100 * WATCH_RATE);
        assertEq(stream.balanceOf(accountOf(ALICE)), 700 * WATCH_RATE);
    }

    function test_WhenAnEarlierPostingIsShown() external {
        (ShownLeaf memory first, ShownLeaf memory second) = _twice();
        assertEq(rewardWatching(ALICE, second), 700 * WATCH_RATE);
        assertEq(rewardWatching(ALICE, first), 0);
    }

    function test_GivenTheBackingIsTooSmall() external {
        back(BOB, RewardKind.Watching, 1010);
        settle(played(BOB, 600));
        assertEq(rewardWatching(BOB, watched(BOB)), 1000);
        assertEq(left(BOB, RewardKind.Watching), 0);
        back(BOB, RewardKind.Watching, 1);
        assertEq(rewardWatching(BOB, watched(BOB)), 0, "a wei pays none: what burns is rounded up");
        back(BOB, RewardKind.Watching, 10e18);
        assertEq(rewardWatching(BOB, watched(BOB)), OWED - 1000);
        assertEq(stream.balanceOf(accountOf(BOB)), OWED);
    }

    function test_GivenTheReserveIsTooSmall() external {
        settle(played(ALICE, 600));
        vm.prank(address(rewards));
        assertTrue(stream.transfer(HOLDER, LAUNCHED - 7));
        assertEq(rewards.reserve(), 7);
        assertEq(rewardWatching(ALICE, watched(ALICE)), 7);
        assertEq(left(ALICE, RewardKind.Watching), 10e18 - 8, "what is backed pays nobody");
        assertEq(rewardWatching(ALICE, watched(ALICE)), 0);
        vm.prank(HOLDER);
        assertTrue(stream.transfer(address(rewards), 1e18));
        assertEq(rewardWatching(ALICE, watched(ALICE)), OWED - 7);
    }

    function test_GivenTwoBackedTheSame() external {
        fund(STRANGER, 10e18, address(rewards));
        vm.prank(STRANGER);
        rewards.back(0, epoch, RewardKind.Watching, burnedFor(OWED / 3));
        settle(played(ALICE, 600));
        assertEq(rewards.rewardWatching(STRANGER, accountOf(ALICE), epoch, watched(ALICE)), OWED / 3);
        assertEq(rewardWatching(ALICE, watched(ALICE)), OWED - OWED / 3);
        assertEq(rewards.rewardWatching(STRANGER, accountOf(ALICE), epoch, watched(ALICE)), 0);
    }

    /// @dev Two postings of one epoch, both final.
    function _twice() private returns (ShownLeaf memory first, ShownLeaf memory second) {
        Played memory one = played(ALICE, 600);
        first = watched(ALICE);
        Played memory two = played(ALICE, 100);
        second = watched(ALICE);
        settle(one);
        settle(two);
    }

    function _expectNoRoot() private {
        ShownLeaf memory leaf = watched(ALICE);
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionRollup.InteractionRollup_NoRoot.selector, leaf.posting)
        );
        rewardWatching(ALICE, leaf);
    }

    function _expectNotInState(uint256 key, ShownLeaf memory leaf) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IViewerRewards.ViewerRewards_NotInState.selector, leaf.posting, bytes32(key), leaf.value
            )
        );
        rewardWatching(ALICE, leaf);
    }
}
