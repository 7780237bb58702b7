// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

import {Step} from "src/types/VestingSchedule.sol";

/// @notice The facts that a position's picture shows.
/// @param kind What pays the owner, e.g. "Stream" or "Vesting".
/// @param token The ERC-20 that is paid.
/// @param total The paid amount and all that may still be paid, in wei of `token`.
/// @param paid The amount that was paid out, in wei; of a stream, since the stream became the position.
/// @param due The amount that the owner could take now, in wei.
/// @param isRevocable Whether another party may end it, and take back what is not due yet.
/// @param endsAt When the last of the total is due, in seconds; 0 if that is open.
struct PositionFacts {
    string kind;
    address token;
    uint256 total;
    uint256 paid;
    uint256 due;
    bool isRevocable;
    uint40 endsAt;
}

/// @notice The stored state of a stream that is a position, by the position's id: two storage words.
///
/// | word | bits    | field   | meaning                                                                     |
/// | 0    | 0–255   | keyHash | names the stream                                                            |
/// | 1    | 0–159   | token   | the ERC-20 that flows; 0 for ETH                                            |
/// | 1    | 160–255 | paid    | wei that left the stream for the position's owner; the most that fits, if more |
struct StreamPosition {
    bytes32 keyHash;
    address token;
    uint96 paid;
}

/// @notice The texts of a position's picture and attributes, ready to print.
struct PositionWords {
    string kind;
    string symbol;
    string total;
    string paid;
    string due;
    string fate;
    string date;
}

/// @notice The stored state of a grant that is a position, beside the grant's own: the picture needs both.
/// @param token The ERC-20 that vests.
/// @param schedule The custom schedule; empty for the official one.
struct VestingPosition {
    address token;
    Step[] schedule;
}

/// @return `time` in the 40 bits of {PositionFacts}; the last second that they hold for a later one.
function endsAtOf(uint256 time) pure returns (uint40) {
    // forge-lint: disable-next-line(unsafe-typecast) at most the greatest of its type
    return uint40(FixedPointMathLib.min(time, type(uint40).max));
}
