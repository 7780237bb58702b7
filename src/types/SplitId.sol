// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice Names a split for ever: its place in the order of registration.
///
/// | bits | field   | meaning                      |
/// | 0–7  | slot    | leaf of the segment's tree   |
/// | 8–63 | segment | 256 splits that share a tree |
type SplitId is uint64;

using {slotOf as slot, segmentOf as segment} for SplitId global;

function slotOf(SplitId id) pure returns (uint8) {
    // forge-lint: disable-next-line(unsafe-typecast) the slot is the low byte
    return uint8(SplitId.unwrap(id));
}

function segmentOf(SplitId id) pure returns (uint64) {
    return SplitId.unwrap(id) >> 8;
}

/// @dev The caller guarantees that `segment_` is below 2^56.
function toSplitId(uint64 segment_, uint8 slot_) pure returns (SplitId) {
    return SplitId.wrap((segment_ << 8) | slot_);
}
