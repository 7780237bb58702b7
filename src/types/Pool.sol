// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Payee} from "src/types/Payee.sol";
import {Rate} from "src/types/Rate.sol";

/// @notice Names a pool: the streams of one content that are summed. The pool's id is the hash of its key.
struct PoolKey {
    bytes32 contentId;
    Payee payee;
    address token;
}

/// @notice The stored state of a pool, beside its seats and buckets: one storage word.
///
/// | bits    | field   | unit                                                              |
/// | 0–103   | rate    | wei per second with 16 binary places, of all running seats        |
/// | 104–215 | accrued | 2^-16 wei that had accrued at `since`, and were not yet collected |
/// | 216–255 | since   | seconds                                                           |
struct Pool {
    uint104 rate;
    uint112 accrued;
    uint40 since;
}

/// @notice A viewer's stream in a pool: one storage word. A seat ends when a day (of 86,400 s from the Unix epoch) does.
///
/// | bits    | field  | unit                                   |
/// | 0–87    | rate   | wei per second, 16 binary places       |
/// | 88–127  | endsAt | seconds, a multiple of 86,400; 0: none |
struct Seat {
    Rate rate;
    uint40 endsAt;
}

using {over, join, leave} for Pool global;
using {toCome} for Seat global;

/// @return The amount that all running seats pay in `duration` seconds, scaled.
function over(Pool memory pool, uint256 duration) pure returns (uint256) {
    return uint256(pool.rate) * duration;
}

/// @notice Adds the rate of a seat that begins.
function join(Pool memory pool, Rate rate) pure {
    pool.rate += Rate.unwrap(rate);
}

/// @notice Takes out the rate of a seat that its viewer gives up.
function leave(Pool memory pool, Rate rate) pure {
    pool.rate -= Rate.unwrap(rate);
}

/// @return The amount that a running seat is still to pay, scaled.
function toCome(Seat memory seat) view returns (uint256) {
    return seat.rate.over(seat.endsAt - block.timestamp);
}
