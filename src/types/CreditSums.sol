// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The amounts of a batch, in wei, summed by slot.
/// @dev No sum wraps: a batch has at most 4,095 entries of less than 2^96.
/// @param entries How many entries the batch has.
struct CreditSums {
    uint256[256] bySlot;
    uint256 entries;
}
