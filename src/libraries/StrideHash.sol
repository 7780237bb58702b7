// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";

import {MerkleRoot} from "src/libraries/MerkleRoot.sol";
import {Posting, Stride} from "src/types/Interactions.sol";

/// @title StrideHash
/// @notice The leaves of a posting's tree, one a stride (docs/INTERACTIONS.md).
/// @dev A leaf's preimage has 96 bytes, a node's 64, and the leaf says where it stands, so no path leads to it from elsewhere.
library StrideHash {
    /// @notice The bytes of a stride's operations, and of its signatures.
    uint256 internal constant OPERATIONS_BYTES = 192;
    uint256 internal constant SIGNATURES_BYTES = 1024;

    /// @return hash Of stride `i` in the bytes of a posting, which have their lengths; `signatures` is empty if it has none.
    /// @dev Without copies that stay in memory, each of 64 strides costs 500 gas less; a test holds it to the plain way.
    function at(bytes calldata operations, bytes calldata signatures, uint256 i)
        internal
        pure
        returns (bytes32 hash)
    {
        assembly ("memory-safe") {
            let free := mload(64)
            let size := OPERATIONS_BYTES
            calldatacopy(free, add(operations.offset, mul(i, OPERATIONS_BYTES)), OPERATIONS_BYTES)
            if signatures.length {
                size := add(size, SIGNATURES_BYTES)
                calldatacopy(
                    add(free, OPERATIONS_BYTES),
                    add(signatures.offset, mul(i, SIGNATURES_BYTES)),
                    SIGNATURES_BYTES
                )
            }
            hash := keccak256(free, size)
        }
    }

    function leaf(uint64 number, uint256 i, bytes32 hash) internal pure returns (bytes32) {
        return EfficientHashLib.hash(bytes32(uint256(number)), bytes32(i), hash);
    }

    /// @return Whether `stride` is in the posting `number`, with the signatures that it has there.
    function isIn(uint64 number, Posting calldata posting, Stride calldata stride)
        internal
        pure
        returns (bool)
    {
        uint256 signatures = posting.isSigned ? SIGNATURES_BYTES : 0;
        if (stride.operations.length != OPERATIONS_BYTES || stride.signatures.length != signatures) {
            return false;
        }
        bytes32 own = leaf(number, stride.index, at(stride.operations, stride.signatures, 0));
        return MerkleRoot.above(own, stride.path) == posting.root;
    }
}
