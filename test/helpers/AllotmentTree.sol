// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Allotment} from "src/types/Campaign.sol";

/// @notice A campaign's tree, the plain way: a node is the hash of its sorted children, an odd one is promoted.
library AllotmentTree {
    uint256 internal constant LOT_SIZE = 160;

    function leaf(Allotment memory allotment) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(abi.encode(allotment))));
    }

    function root(Allotment[] memory allotments) internal pure returns (bytes32) {
        bytes32[] memory level = _leaves(allotments);
        while (level.length > 1) {
            level = _above(level);
        }
        return level[0];
    }

    /// @return path The siblings of the allotment at `position`, from the leaf up.
    function proof(Allotment[] memory allotments, uint256 position)
        internal
        pure
        returns (bytes32[] memory path)
    {
        path = new bytes32[](allotments.length);
        uint256 length;
        for (bytes32[] memory level = _leaves(allotments); level.length > 1; level = _above(level)) {
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

    /// @notice Writes into each allotment what its lot holds.
    function sumLots(Allotment[] memory allotments) internal pure returns (Allotment[] memory) {
        for (uint256 i; i < allotments.length; ++i) {
            uint96 sum;
            for (uint256 j; j < allotments.length; ++j) {
                if (allotments[i].index / LOT_SIZE == allotments[j].index / LOT_SIZE) {
                    sum += allotments[j].amount;
                }
            }
            allotments[i].lotTotal = sum;
        }
        return allotments;
    }

    function _leaves(Allotment[] memory allotments) private pure returns (bytes32[] memory level) {
        level = new bytes32[](allotments.length);
        for (uint256 i; i < allotments.length; ++i) {
            level[i] = leaf(allotments[i]);
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
