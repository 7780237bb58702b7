// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice Money over time: wei per second, with 16 binary places, so that a token of few decimals can flow slowly.
/// An amount with the same places is called scaled here.
type Rate is uint88;

uint8 constant RATE_PLACES = 16;
/// @dev One wei, scaled.
uint256 constant SCALED_WEI = 2 ** 16;

using {over, isZero} for Rate global;

/// @return The rate of whole wei per second. `weiPerSecond` must be below 2^72.
function rateOf(uint72 weiPerSecond) pure returns (Rate) {
    return Rate.wrap(uint88(weiPerSecond) << RATE_PLACES);
}

/// @return What flows in `duration` seconds, scaled.
/// @dev Cannot wrap for a duration below 2^168.
function over(Rate rate, uint256 duration) pure returns (uint256) {
    return uint256(Rate.unwrap(rate)) * duration;
}

function isZero(Rate rate) pure returns (bool) {
    return Rate.unwrap(rate) == 0;
}
