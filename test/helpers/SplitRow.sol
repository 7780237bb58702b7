// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice Who gets how much of a split's revenue. The chain knows a table by its hash.
struct SplitRow {
    address recipient;
    uint256 bps;
}
