// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The rates that end when a day begins, summed: three days a storage word. A day's rate is never cleared.
///
/// | bits    | field | unit                                                     |
/// | 0–71    | rate  | wei per second, ends as a day of number 3 · word begins  |
/// | 72–143  | rate  | as the next day begins                                   |
/// | 144–215 | rate  | as the day after that begins                             |
struct RateEnds {
    mapping(uint256 word => uint256 rates) words;
}

using {add, endingAt} for RateEnds global;

uint256 constant DAYS_A_WORD = 3;

/// @dev The caller guarantees that the rates of a day sum to less than 2^72.
function add(RateEnds storage ends, uint256 day, uint256 rate) {
    unchecked {
        ends.words[day / DAYS_A_WORD] += rate << (day % DAYS_A_WORD * 72);
    }
}

/// @return The rate that ends when `day` begins.
function endingAt(RateEnds storage ends, uint256 day) view returns (uint256) {
    // forge-lint: disable-next-line(unsafe-typecast) the other bits are other days
    return uint72(ends.words[day / DAYS_A_WORD] >> (day % DAYS_A_WORD * 72));
}
