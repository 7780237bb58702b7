// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice Names a split for ever: the split's place in the order of registration.
///
/// | bits | field   | meaning                      |
/// | 0–7  | slot    | leaf of the segment's tree   |
/// | 8–63 | segment | 256 splits that share a tree |
type SplitId is uint64;

using {slot, segment} for SplitId global;

function slot(SplitId id) pure returns (uint8) {
    // forge-lint: disable-next-line(unsafe-typecast) the slot is the low byte
    return uint8(SplitId.unwrap(id));
}

function segment(SplitId id) pure returns (uint64) {
    return SplitId.unwrap(id) >> 8;
}

/// @return The id of a slot as a number that cannot wrap: at 2^64 or above for a segment that no id can name.
function splitNumber(uint64 segment_, uint8 slot_) pure returns (uint256) {
    return uint256(segment_) << 8 | slot_;
}
