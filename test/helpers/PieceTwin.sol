// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {LibBytes} from "solady/utils/LibBytes.sol";

import {ContentTwin} from "test/helpers/ContentTwin.sol";

/// @notice The tree over a chunk's pieces of docs/SPEC.md, slow and plain: the contract's twin.
library PieceTwin {
    uint256 internal constant PIECE_BYTES = 1024;

    /// @return The piece at `index`, filled up with zeros.
    function piece(bytes memory chunk, uint256 index) internal pure returns (bytes memory) {
        bytes memory whole = LibBytes.slice(chunk, index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
        return bytes.concat(whole, new bytes(PIECE_BYTES - whole.length));
    }

    function root(bytes memory chunk) internal pure returns (bytes32) {
        return ContentTwin.rootOver(_hashes(chunk));
    }

    /// @return siblings From the piece up.
    function path(bytes memory chunk, uint256 index) internal pure returns (bytes32[] memory siblings) {
        bytes memory packed = ContentTwin.path(_hashes(chunk), index);
        siblings = new bytes32[](packed.length / 32);
        for (uint256 i; i < packed.length; ++i) {
            siblings[i / 32] |= bytes32(packed[i]) >> (8 * (i % 32));
        }
    }

    function _hashes(bytes memory chunk) private pure returns (bytes32[] memory hashes) {
        hashes = new bytes32[]((chunk.length + PIECE_BYTES - 1) / PIECE_BYTES);
        for (uint256 i; i < hashes.length; ++i) {
            // forge-lint: disable-next-line(unsafe-typecast) at most 64 pieces
            hashes[i] = keccak256(bytes.concat(hex"01", bytes4(uint32(i)), piece(chunk, i)));
        }
    }
}
