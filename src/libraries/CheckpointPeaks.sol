// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ContentTree} from "src/libraries/ContentTree.sol";

/// @title CheckpointPeaks
/// @notice Keeps the root over the checkpoints of a work that still grows, in as many words as the count of checkpoints has ones.
/// @dev A tree whose odd nodes are promoted is a row of perfect trees, one for each bit of the count, joined from
/// the smallest up. The peaks of those perfect trees suffice to append.
library CheckpointPeaks {
    /// @notice Appends `checkpointRoot` as number `count`, and returns the root over all.
    /// @param peaks Largest first.
    /// @param count Checkpoints before this one.
    function append(bytes32[] storage peaks, uint256 count, bytes32 checkpointRoot)
        internal
        returns (bytes32 root)
    {
        root = checkpointRoot;
        for (; count & 1 == 1; count >>= 1) {
            root = ContentTree.parent(peaks[peaks.length - 1], root);
            peaks.pop();
        }
        peaks.push(root);
        for (uint256 i = peaks.length - 1; i > 0; --i) {
            root = ContentTree.parent(peaks[i - 1], root);
        }
    }
}
