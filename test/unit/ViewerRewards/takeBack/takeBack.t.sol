// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IViewerRewards} from "src/interfaces/IViewerRewards.sol";
import {BackingKey, RewardKind} from "src/types/Reward.sol";
import {RewardScene} from "test/helpers/RewardScene.sol";

contract ViewerRewards_TakeBack_Test is RewardScene {
    uint256 private _until;
    uint256 private _before;

    function setUp() public override {
        super.setUp();
        _before = stream.balanceOf(BACKER);
        _until = (uint256(epoch) + 1) * 3600 + 3 * ASSERTION_WINDOW;
        back(ALICE, RewardKind.Watching, 5e18);
    }

    function test_RevertGiven_TheBackingIsHeld() external {
        vm.warp(_until - 1);
        vm.prank(BACKER);
        vm.expectRevert(abi.encodeWithSelector(IViewerRewards.ViewerRewards_TooEarly.selector, _until));
        rewards.takeBack(_key());
    }

    function test_GivenThreeWindowsPassedAfterTheEpoch() external {
        vm.warp(_until);
        vm.expectEmit(address(rewards));
        emit IViewerRewards.TakenBack(BACKER, 0, epoch, RewardKind.Watching, 5e18);
        vm.prank(STRANGER);
        assertEq(rewards.takeBack(_key()), 5e18);
        assertEq(stream.balanceOf(BACKER), _before);
        assertEq(rewards.escrowed(), 0);
        assertEq(rewards.reserve(), LAUNCHED);
    }

    function test_GivenAPartWasDrawn() external {
        settle(played(ALICE, 100));
        uint256 paid = rewardWatching(ALICE, watched(ALICE));
        assertEq(paid, 100 * WATCH_RATE);
        vm.warp(_until);
        assertEq(rewards.takeBack(_key()), 5e18 - burnedFor(paid));
        assertEq(stream.balanceOf(BACKER), _before - burnedFor(paid));
    }

    function test_GivenNothingIsLeft() external {
        vm.warp(_until);
        rewards.takeBack(_key());
        back(BOB, RewardKind.Watching, 5e18);
        assertEq(rewards.takeBack(_key()), 0);
        assertEq(left(BOB, RewardKind.Watching), 5e18);
        assertEq(rewards.escrowed(), 5e18);
    }

    function test_GivenAnEpochThatWasBackedLate() external {
        vm.warp(_until + 1);
        back(ALICE, RewardKind.Watching, 1e18);
        assertEq(rewards.takeBack(_key()), 6e18);
    }

    function _key() private view returns (BackingKey memory) {
        return keyOf(ALICE, RewardKind.Watching);
    }
}
