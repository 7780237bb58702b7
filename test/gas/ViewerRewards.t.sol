// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Leaves} from "src/libraries/Leaves.sol";
import {Assertion} from "src/types/Interactions.sol";
import {RewardKind, ShownLeaf} from "src/types/Reward.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {RewardScene} from "test/helpers/RewardScene.sol";
import {StateTwin} from "test/helpers/StateTwin.sol";

/// @notice What a transaction costs, its 21,000 and its call data included, with the leaf at depth 21, as in a state of 1,000,000 leaves.
/// forge-config: default.isolate = true
contract ViewerRewards_GasTest is RewardScene, GasCeiling {
    uint256 private constant DEPTH = 21;

    function test_Back() external {
        back(BOB, RewardKind.Watching, 1e18);
        back(ALICE, RewardKind.Watching, 1e18);
        assertCost("back", 70_543);
        back(ALICE, RewardKind.Watching, 1e18);
        assertCost("back the same again", 53_443);
    }

    function test_RewardWatching() external {
        back(ALICE, RewardKind.Watching, 10e18);
        ShownLeaf memory leaf = _confirmed(OperationTwin.leafKey(6, ALICE, epoch, 0), Leaves.PRESENT | 600);
        assertEq(rewardWatching(ALICE, leaf), 600 * WATCH_RATE);
        assertCost("rewardWatching", 140_023);
    }

    function test_RewardHelp() external {
        back(ALICE, RewardKind.Help, 10e18);
        ShownLeaf memory leaf =
            _confirmed(OperationTwin.leafKey(7, ALICE, epoch, 7), Leaves.PRESENT | 1000 << 32 | BOB);
        assertEq(rewardHelp(ALICE, 7, BOB, leaf), 1000 * UNIT_RATE);
        assertCost("rewardHelp", 140_476);
    }

    function test_TakeBack() external {
        back(BOB, RewardKind.Watching, 1e18);
        back(ALICE, RewardKind.Watching, 1e18);
        vm.warp(rewards.returnsAt(epoch));
        rewards.takeBack(keyOf(ALICE, RewardKind.Watching));
        assertCost("takeBack", 47_477);
    }

    /// @return leaf The leaf under a root that is final, with all siblings on its way.
    function _confirmed(uint256 key, uint256 value) private returns (ShownLeaf memory leaf) {
        bytes32 root = StateTwin.leaf(key, value);
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        leaf.witness = abi.encodePacked(hex"0201", uint8(DEPTH), hex"00", uint8(DEPTH));
        for (uint256 depth = DEPTH; depth > 0; --depth) {
            bytes32 sibling = keccak256(abi.encode(key, depth));
            leaf.witness = bytes.concat(leaf.witness, sibling);
            bool isRight = StateTwin.bit(key, depth - 1);
            root = isRight ? StateTwin.node(sibling, root) : StateTwin.node(root, sibling);
        }
        Posted memory posted = settled(likes(1));
        bytes32[] memory roots = new bytes32[](1);
        roots[0] = root;
        Assertion memory assertion = assertAs(ASSERTER, posted, 0, roots);
        vm.warp(block.timestamp + ASSERTION_WINDOW);
        interactions.confirm(assertion);
        (leaf.posting, leaf.value) = (posted.number, value);
    }
}
