// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice What an edition of a work costs: two storage words.
/// @param token The ERC-20 that is paid; 0 for ETH.
/// @param price In wei of the token; 0: not for sale.
/// @param durationSec For how long a purchase opens the edition, in seconds; 0: for ever.
struct Offer {
    address token;
    uint96 price;
    uint32 durationSec;
}
