// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice Money over time: wei per second, with 16 binary places, so that a token of few decimals can flow slowly.
/// An amount with the same places, in 2^-16 wei, is called scaled.
type Rate is uint88;

uint8 constant RATE_PLACES = 16;

using {over, isZero} for Rate global;

/// @return The rate of whole wei per second. `weiPerSecond` must be below 2^72.
function rateOf(uint72 weiPerSecond) pure returns (Rate) {
    return Rate.wrap(uint88(weiPerSecond) << RATE_PLACES);
}

/// @return The amount that flows in `duration` seconds, scaled.
/// @dev The caller guarantees a duration below 2^168, beyond which the product would wrap.
function over(Rate rate, uint256 duration) pure returns (uint256) {
    unchecked {
        return uint256(Rate.unwrap(rate)) * duration;
    }
}

function isZero(Rate rate) pure returns (bool) {
    return Rate.unwrap(rate) == 0;
}

/* SCALED AMOUNTS */

/// @return The whole wei of a scaled amount, rounded down.
function wholeOf(uint256 scaled) pure returns (uint256) {
    return scaled >> RATE_PLACES;
}

/// @return The whole wei of a scaled amount, rounded up. `scaled` must be at most 2^256 - 2^16.
function wholeAbove(uint256 scaled) pure returns (uint256) {
    unchecked {
        return (scaled + type(uint16).max) >> RATE_PLACES;
    }
}

/// @return The part of a scaled amount that is less than a wei, scaled.
function fractionOf(uint256 scaled) pure returns (uint16) {
    // forge-lint: disable-next-line(unsafe-typecast) the whole wei are meant to go
    return uint16(scaled);
}
