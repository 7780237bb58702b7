// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The queue of batches of 256 splits that share a tree: two storage words.
///
/// | word | bits    | field          | unit                                                                |
/// | 0    | 0–63    | sealedBatches  | batches sealed so far; also the number of the open batch            |
/// | 0    | 64–127  | settledBatches | batches settled so far; also the number of the batch that is next   |
/// | 0    | 128–167 | openedAt       | seconds, when the open batch got its first credit                   |
/// | 0    | 168–183 | openEntries    | credits in the open batch                                           |
/// | 1    | 0–255   | openHash       | the open batch: `keccak256(openHash ‖ link)` over its links, from 0 |
struct Segment {
    uint64 sealedBatches;
    uint64 settledBatches;
    uint40 openedAt;
    uint16 openEntries;
    bytes32 openHash;
}
