// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice A sequencer's receipt: `viewer` has paid `price` for a key period of a work (EIP-712, domain "Tributary", version
/// "1", checked by {MeteredPolicy}).
/// @param period The key period's number, from 0. A receipt is good for every rendition whose price it covers.
/// @param price In wei of STREAM: a sequencer gives no receipt for a channel in another token, which may be worth nothing.
/// @param expiresAt The last second at which the receipt is good.
struct PaidPeriod {
    address viewer;
    bytes32 contentId;
    uint64 period;
    uint96 price;
    uint40 expiresAt;
}
