// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Share} from "src/types/Campaign.sol";

/// @notice A campaign's tree, the plain way: a node is the hash of its sorted children, an odd one is promoted.
library ShareTree {
    uint256 internal constant LOT_SHARES = 160;

    function leaf(Share memory share) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(abi.encode(share))));
    }

    function root(Share[] memory shares) internal pure returns (bytes32) {
        bytes32[] memory level = _leaves(shares);
        while (level.length > 1) {
            level = _above(level);
        }
        return level[0];
    }

    /// @return path The siblings of the share at `position`, from the leaf up.
    function proof(Share[] memory shares, uint256 position) internal pure returns (bytes32[] memory path) {
        path = new bytes32[](shares.length);
        uint256 length;
        for (bytes32[] memory level = _leaves(shares); level.length > 1; level = _above(level)) {
            if (position ^ 1 < level.length) path[length++] = level[position ^ 1];
            position /= 2;
        }
        assembly ("memory-safe") {
            mstore(path, length)
        }
    }

    /// @return The root that a proof leads to.
    function fold(bytes32 node, bytes32[] memory path) internal pure returns (bytes32) {
        for (uint256 i; i < path.length; ++i) {
            node = _parent(node, path[i]);
        }
        return node;
    }

    /// @notice Writes into each share what its lot holds.
    function sumLots(Share[] memory shares) internal pure returns (Share[] memory) {
        for (uint256 i; i < shares.length; ++i) {
            uint96 sum;
            for (uint256 j; j < shares.length; ++j) {
                if (shares[i].index / LOT_SHARES == shares[j].index / LOT_SHARES) sum += shares[j].amount;
            }
            shares[i].lotTotal = sum;
        }
        return shares;
    }

    function _leaves(Share[] memory shares) private pure returns (bytes32[] memory level) {
        level = new bytes32[](shares.length);
        for (uint256 i; i < shares.length; ++i) {
            level[i] = leaf(shares[i]);
        }
    }

    function _above(bytes32[] memory level) private pure returns (bytes32[] memory above) {
        above = new bytes32[]((level.length + 1) / 2);
        for (uint256 i; i < above.length; ++i) {
            above[i] = 2 * i + 1 < level.length ? _parent(level[2 * i], level[2 * i + 1]) : level[2 * i];
        }
    }

    function _parent(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }
}
