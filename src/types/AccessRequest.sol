// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The question that a key node asks: may `viewer` have the key of this key period?
/// @param rendition The rendition's number in the work's manifest.
/// @param period The key period's number in the rendition, from 0.
struct AccessRequest {
    address viewer;
    bytes32 contentId;
    uint256 rendition;
    uint256 period;
}
