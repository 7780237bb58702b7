// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Rate} from "src/types/Rate.sol";

/// @notice The terms that a stream is opened with.
/// @param contentId The work that is watched; its registration names the payee.
/// @param viewer The account that watches, may change the stream, and is refunded: the caller, or an account that the
/// caller gives the stream to.
/// @param salt Tells apart the streams from one opener to one viewer for one content.
/// @param token The ERC-20 that flows; 0 for ETH that was prepaid.
/// @param rate Wei per second with 16 binary places, above zero.
/// @param deposit In wei. For a fixed duration, `rate × duration`; an open-ended stream is topped up on the way.
struct StreamTerms {
    bytes32 contentId;
    address viewer;
    uint64 salt;
    address token;
    Rate rate;
    uint96 deposit;
}
