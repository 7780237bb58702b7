// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title Epochs
/// @notice Epochs of 3,600 s, counted from the Unix epoch.
library Epochs {
    /// @notice In seconds.
    uint256 internal constant LENGTH = 3600;

    /// @return The epoch that runs now.
    function present() internal view returns (uint64) {
        // forge-lint: disable-next-line(unsafe-typecast) hours, for longer than there is a chain
        return uint64(block.timestamp / LENGTH);
    }
}
