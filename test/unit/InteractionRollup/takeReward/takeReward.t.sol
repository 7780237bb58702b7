// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Assertion, Verdict} from "src/types/Interactions.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";

contract InteractionRollup_TakeReward_Test is InteractionScene {
    uint256 private constant STRIDE = 1;
    bytes32 private constant SALT = "salt";
    address private immutable FIRST = makeAddr("the first to find it");
    address private immutable SECOND = makeAddr("the second");

    Assertion private _assertion;

    function test_RevertGiven_TheAssertionStands() external {
        _lie(false);
        _expectNotEarlier(FIRST, SALT);
    }

    function test_RevertGiven_TheTimeToRevealIsOver() external {
        _commit(FIRST, STRIDE);
        _lie(true);
        vm.warp(block.timestamp + interactions.REVEAL_TIME());
        _expectNotEarlier(FIRST, SALT);
    }

    function test_RevertWhen_TheSaltIsAnother() external {
        _commit(FIRST, STRIDE);
        _lie(true);
        _expectNotEarlier(FIRST, "another");
    }

    function test_RevertWhen_TheStrideWasAnother() external {
        _commit(FIRST, STRIDE - 1);
        _lie(true);
        _expectNotEarlier(FIRST, SALT);
    }

    function test_RevertWhen_TheCallerIsAnother() external {
        _commit(FIRST, STRIDE);
        _lie(true);
        _expectNotEarlier(STRANGER, SALT);
    }

    function test_RevertGiven_TheCommitmentIsOfTheSameSecond() external {
        bytes32 commitment = keccak256(abi.encode(_id(), STRIDE, FIRST, SALT));
        _lie(true);
        vm.prank(FIRST);
        interactions.commit(commitment);
        _expectNotEarlier(FIRST, SALT);
    }

    function test_RevertGiven_TheHolderCommittedEarlier() external {
        _commit(FIRST, STRIDE);
        _commit(SECOND, STRIDE);
        _lie(true);
        _take(FIRST);
        _expectNotEarlier(SECOND, SALT);
    }

    function test_RevertGiven_TheRewardWasCollected() external {
        _commit(FIRST, STRIDE);
        _lie(true);
        vm.warp(block.timestamp + interactions.REVEAL_TIME());
        interactions.collect(_assertion);
        _expectNotEarlier(FIRST, SALT);
    }

    function test_GivenTheEvidenceWasCopied() external {
        _commit(FIRST, STRIDE);
        _lie(true);
        vm.warp(block.timestamp + interactions.REVEAL_TIME() - 1);
        vm.expectEmit(address(interactions));
        emit IInteractionRollup.RewardTaken(interactions.idOf(_assertion), FIRST);
        _take(FIRST);
        vm.warp(block.timestamp + 1);
        interactions.collect(_assertion);
        assertEq(FIRST.balance, ASSERTION_BOND / 4);
        assertEq(CHALLENGER.balance, ASSERTION_BOND / 4, "whoever falsifies is paid for the gas");
    }

    function test_GivenTheHolderCommittedLater() external {
        _commit(FIRST, STRIDE);
        _commit(SECOND, STRIDE);
        _lie(true);
        _take(SECOND);
        _take(FIRST);
        (, address holder,) = interactions.statusOf(interactions.idOf(_assertion));
        assertEq(holder, FIRST);
    }

    /// @dev The id is known before it is asserted; nobody else knows the liar's roots.
    function _commit(address who, uint256 stride) private {
        bytes32 commitment = keccak256(abi.encode(_id(), stride, who, SALT));
        vm.prank(who);
        interactions.commit(commitment);
        vm.warp(block.timestamp + 1);
    }

    function _id() private returns (bytes32 id) {
        uint256 snapshot = vm.snapshotState();
        _lie(false);
        id = interactions.idOf(_assertion);
        vm.revertToState(snapshot);
    }

    function _lie(bool isShown) private {
        Posted memory posted = settled(likes(2));
        Truth memory truth = execute(posted);
        (Assertion memory assertion, bytes32[] memory roots) = lie(posted, truth, STRIDE);
        _assertion = assertion;
        if (isShown) falsify(assertion, roots, posted, truth, STRIDE);
    }

    function _take(address who) private {
        vm.prank(who);
        interactions.takeReward(_assertion, SALT);
    }

    function _expectNotEarlier(address who, bytes32 salt) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionRollup.InteractionRollup_NotEarlier.selector, interactions.idOf(_assertion)
            )
        );
        vm.prank(who);
        interactions.takeReward(_assertion, salt);
    }
}
