// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {MerkleRoot} from "src/libraries/MerkleRoot.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {StrideTwin} from "test/helpers/StrideTwin.sol";

/// @notice Roots over all leaves, against the plain tree.
contract MerkleRoot_FuzzTest is Test {
    /// @dev Each count up to that of a posting's strides, and some above.
    function test_TheRootIsThatOfThePlainTree() external pure {
        for (uint256 count = 1; count <= 130; ++count) {
            bytes32[] memory leaves = _leaves(count, 0);
            bytes32 root = ContentTwin.rootOver(leaves);
            assertEq(MerkleRoot.over(leaves), root, vm.toString(count));
        }
    }

    function testFuzz_EveryLeafIsBelowTheRoot(uint256 count, uint256 i, bytes32 seed) external view {
        bytes32[] memory leaves = _leaves(bound(count, 1, 130), seed);
        i = bound(i, 0, leaves.length - 1);
        (bytes32 leaf, bytes32[] memory path) = (leaves[i], StrideTwin.path(leaves, i));
        assertEq(this.above(leaf, path), MerkleRoot.over(leaves));
    }

    /// @dev Leaves that are equal have no order.
    function testFuzz_EqualLeavesHaveARoot(uint256 count, bytes32 leaf) external pure {
        bytes32[] memory leaves = new bytes32[](bound(count, 1, 65));
        for (uint256 i; i < leaves.length; ++i) {
            leaves[i] = leaf;
        }
        bytes32 root = ContentTwin.rootOver(leaves);
        assertEq(MerkleRoot.over(leaves), root);
    }

    function above(bytes32 leaf, bytes32[] calldata path) external pure returns (bytes32) {
        return MerkleRoot.above(leaf, path);
    }

    function _leaves(uint256 count, bytes32 seed) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            leaves[i] = keccak256(abi.encode(seed, i));
        }
    }
}
