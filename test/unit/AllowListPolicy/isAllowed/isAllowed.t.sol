// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {AllowListPolicy} from "src/access/AllowListPolicy.sol";
import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";

contract AllowListPolicy_IsAllowed_Test is AccessScene {
    function test_WhenTheViewerIsTheWholeList() external view {
        assertTrue(allows(_listOf(_leaf(VIEWER)), _path(new bytes32[](0))));
    }

    function testFuzz_WhenThePathLeadsToTheRoot(bytes32[] memory path) external view {
        bytes32 root = MerkleProof.processProof(path, _leaf(VIEWER));
        assertTrue(allows(_listOf(root), _path(path)));
    }

    function testFuzz_RevertWhen_ThePathIsOfAnother(bytes32[] memory path) external {
        bytes32 root = MerkleProof.processProof(path, _leaf(STRANGER));
        _expectNotListed(MerkleProof.processProof(path, _leaf(VIEWER)));
        this.ask(root, _path(path));
    }

    function testFuzz_RevertWhen_ThePathEndsEarlyOrLate(bytes32[] memory path, bytes32 more) external {
        bytes32 root = MerkleProof.processProof(path, _leaf(VIEWER));
        bytes32 above = MerkleProof.processProof(_one(more), root);
        _expectNotListed(root);
        this.ask(above, _path(path));
    }

    /// @dev A node is of 64 bytes, and a leaf of 32 bytes that are a hash: no viewer is an inner node of the tree.
    function test_RevertWhen_ANodePassesForALeaf() external {
        bytes32 once = keccak256(abi.encode(VIEWER));
        _expectNotListed(_leaf(VIEWER));
        this.ask(once, _path(new bytes32[](0)));
    }

    function test_RevertWhen_TheEvidenceIsNoPath() external {
        bytes32 root = _leaf(VIEWER);
        vm.expectRevert();
        this.ask(root, "");
        vm.expectRevert();
        this.ask(root, abi.encode(32, 1));
        vm.expectRevert();
        this.ask(root, abi.encode(32, type(uint256).max));
        // a length that wraps when it is multiplied
        vm.expectRevert();
        this.ask(root, abi.encode(32, uint256(1) << 251));
    }

    function ask(bytes32 root, bytes memory evidence) external view returns (bool) {
        return allows(_listOf(root), evidence);
    }

    function _listOf(bytes32 root) private view returns (Policy memory) {
        return Policy(policies.allowList, abi.encode(root));
    }

    function _leaf(address account) private view returns (bytes32) {
        return policies.allowList.leafOf(account);
    }

    function _one(bytes32 sibling) private pure returns (bytes32[] memory path) {
        path = new bytes32[](1);
        path[0] = sibling;
    }

    function _path(bytes32[] memory path) private pure returns (bytes memory) {
        return abi.encode(path);
    }

    function _expectNotListed(bytes32 root) private {
        vm.expectRevert(
            abi.encodeWithSelector(AllowListPolicy.AllowListPolicy_NotListed.selector, VIEWER, root)
        );
    }
}
