// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title MerkleRoot
/// @notice Folds a Merkle proof of call data into the root that the proof leads to.
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
}
