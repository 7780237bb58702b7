// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {LibBytes} from "solady/utils/LibBytes.sol";

import {Stride} from "src/types/Interactions.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

/// @notice The tree over a posting's strides of docs/INTERACTIONS.md, slow and plain. Its nodes are those of the content tree.
library StrideTwin {
    using LibBytes for bytes;

    function root(uint64 number, bytes memory operations, bytes memory signatures)
        internal
        pure
        returns (bytes32)
    {
        return ContentTwin.rootOver(leaves(number, operations, signatures));
    }

    function leaves(uint64 number, bytes memory operations, bytes memory signatures)
        internal
        pure
        returns (bytes32[] memory all)
    {
        all = new bytes32[](operations.length / 192);
        for (uint256 i; i < all.length; ++i) {
            bytes memory own = bytes.concat(_part(operations, i, 192), _part(signatures, i, 1024));
            all[i] = leaf(number, i, keccak256(own));
        }
    }

    function leaf(uint64 number, uint256 i, bytes32 hash) internal pure returns (bytes32) {
        return keccak256(abi.encode(number, i, hash));
    }

    function strideAt(uint64 number, bytes memory operations, bytes memory signatures, uint256 i)
        internal
        pure
        returns (Stride memory)
    {
        return Stride({
            index: i,
            operations: _part(operations, i, 192),
            signatures: _part(signatures, i, 1024),
            path: path(leaves(number, operations, signatures), i)
        });
    }

    function path(bytes32[] memory all, uint256 i) internal pure returns (bytes32[] memory siblings) {
        bytes memory packed = ContentTwin.path(all, i);
        siblings = new bytes32[](packed.length / 32);
        for (uint256 j; j < siblings.length; ++j) {
            siblings[j] = packed.load(32 * j);
        }
    }

    /// @dev Nothing, of nothing.
    function _part(bytes memory all, uint256 i, uint256 size) private pure returns (bytes memory) {
        return all.slice(size * i, size * (i + 1));
    }
}
