// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice A file of numbers, read one after another: each a byte that says how many bytes follow, and those, big-endian.
struct Words {
    bytes data;
    uint256 at;
}

using {next, nextSigned, nextBool} for Words global;

function next(Words memory words) pure returns (uint256 word) {
    (bytes memory data, uint256 at) = (words.data, words.at);
    uint256 length;
    assembly ("memory-safe") {
        let from := add(add(data, 0x20), at)
        length := byte(0, mload(from))
        if length { word := shr(sub(256, mul(8, length)), mload(add(from, 1))) }
    }
    words.at = at + 1 + length;
    require(words.at <= data.length, "the history ends early");
}

/// @dev Even: zero or more; odd: below zero.
function nextSigned(Words memory words) pure returns (int256) {
    uint256 word = words.next();
    // forge-lint: disable-next-line(unsafe-typecast) halved
    return word & 1 == 0 ? int256(word >> 1) : -int256(word >> 1) - 1;
}

function nextBool(Words memory words) pure returns (bool) {
    return words.next() != 0;
}
