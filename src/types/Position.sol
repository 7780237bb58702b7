// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Step} from "src/types/VestingSchedule.sol";

/// @notice The facts that a position's picture shows.
/// @param kind What pays the owner, e.g. "Stream" or "Vesting".
/// @param token The ERC-20 that is paid.
/// @param total The amount that was put in, in wei of `token`.
/// @param paid The amount that was paid out, in wei.
/// @param due The amount that the owner could take now, in wei.
/// @param endsAt When the last of the total is due, in seconds; 0 if that is open.
struct PositionFacts {
    string kind;
    address token;
    uint256 total;
    uint256 paid;
    uint256 due;
    uint40 endsAt;
}

/// @notice The texts of a position's picture and attributes, ready to print.
struct PositionWords {
    string kind;
    string symbol;
    string total;
    string paid;
    string due;
    string date;
}

/// @notice The stored state of a grant that is a position, beside the grant's own: the picture needs both.
/// @param token The ERC-20 that vests.
/// @param schedule The custom schedule; empty for the official one.
struct VestingPosition {
    address token;
    Step[] schedule;
}
