// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";

/// @title MerkleRoot
/// @notice Roots of trees whose nodes are the hashes of their sorted children: above a leaf, and over all leaves.
library MerkleRoot {
    /// @return root The root above `leaf` in a tree whose nodes are the hashes of their sorted children.
    /// @dev Gives the same as OpenZeppelin's `MerkleProof.processProofCalldata` for half the gas; a test holds one to the other.
    function above(bytes32 leaf, bytes32[] calldata proof) internal pure returns (bytes32 root) {
        root = leaf;
        assembly ("memory-safe") {
            if proof.length {
                let at := proof.offset
                let end := add(at, shl(5, proof.length))
                for {} 1 {} {
                    let side := shl(5, gt(root, calldataload(at)))
                    mstore(side, root)
                    mstore(xor(side, 32), calldataload(at))
                    root := keccak256(0, 64)
                    at := add(at, 32)
                    if iszero(lt(at, end)) { break }
                }
            }
        }
    }

    /// @return The root over `nodes`, one at least, which it writes over; an odd one goes up as it is.
    function over(bytes32[] memory nodes) internal pure returns (bytes32) {
        uint256 count = nodes.length;
        while (count > 1) {
            for (uint256 i; i < count; i += 2) {
                (bytes32 left, bytes32 right) = (nodes[i], i + 1 < count ? nodes[i + 1] : bytes32(0));
                nodes[i / 2] = i + 1 == count
                    ? left
                    : left < right ? EfficientHashLib.hash(left, right) : EfficientHashLib.hash(right, left);
            }
            count = (count + 1) / 2;
        }
        return nodes[0];
    }
}
