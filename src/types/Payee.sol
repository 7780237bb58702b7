// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SplitId} from "src/types/SplitId.sol";

/// @notice The party that is paid: an address, or a split.
///
/// | bits    | an address | a split  |
/// | 0–159   | address    | split id |
/// | 160–255 | 0          | 1        |
type Payee is bytes32;

using {isAddress, isSplit, toAddress, toSplit, equals as ==} for Payee global;

function payeeOf(address account) pure returns (Payee) {
    return Payee.wrap(bytes32(uint256(uint160(account))));
}

function payeeOf(SplitId split) pure returns (Payee) {
    return Payee.wrap(bytes32((uint256(1) << 160) | SplitId.unwrap(split)));
}

/// @return The split whose id `account` is, if the number is below 2^64, else the address.
/// @dev No address has a known preimage below 2^64, so a number there can only be a split's.
function payeeOfEither(address account) pure returns (Payee) {
    uint256 number = uint160(account);
    // forge-lint: disable-next-line(unsafe-typecast) checked
    return number >> 64 == 0 ? payeeOf(SplitId.wrap(uint64(number))) : payeeOf(account);
}

/// @return Whether `payee` is an address other than zero.
function isAddress(Payee payee) pure returns (bool) {
    uint256 word = uint256(Payee.unwrap(payee));
    return word != 0 && word >> 160 == 0;
}

/// @return Whether `payee` has the form of a split; the split need not be registered.
function isSplit(Payee payee) pure returns (bool) {
    return uint256(Payee.unwrap(payee)) >> 64 == uint256(1) << 96;
}

/// @dev Meaningful only where {isAddress} holds.
function toAddress(Payee payee) pure returns (address) {
    return address(uint160(uint256(Payee.unwrap(payee))));
}

/// @dev Meaningful only where {isSplit} holds.
function toSplit(Payee payee) pure returns (SplitId) {
    // forge-lint: disable-next-line(unsafe-typecast) the id is the low 64 bits
    return SplitId.wrap(uint64(uint256(Payee.unwrap(payee))));
}

function equals(Payee a, Payee b) pure returns (bool) {
    return Payee.unwrap(a) == Payee.unwrap(b);
}
