// SPDX-License-Identifier: GPL-3.0-or-later
// Generated from script/operations.ts by `npm run generate`. Do not edit.
pragma solidity 0.8.30;

/// @title OperationTable
/// @notice The kinds of operations, and what sets of them have in common: bit k of a set is for kind k (docs/INTERACTIONS.md).
library OperationTable {
    uint256 internal constant FOLLOW = 1;
    uint256 internal constant UNFOLLOW = 2;
    uint256 internal constant LIKE = 3;
    uint256 internal constant UNLIKE = 4;
    uint256 internal constant RATE = 5;
    uint256 internal constant COMMENT = 6;
    uint256 internal constant PLAY = 7;
    uint256 internal constant PEER = 8;
    uint256 internal constant DELEGATE = 9;
    uint256 internal constant REVOKE = 10;

    /// @notice Kinds whose target is an actor.
    uint256 internal constant TO_ACTORS = 0x106;
    /// @notice Kinds whose target is a work.
    uint256 internal constant TO_WORKS = 0xf8;
    /// @notice Kinds without a target.
    uint256 internal constant TO_NOBODY = 0x600;
    /// @notice Kinds with a word.
    uint256 internal constant WITH_WORD = 0x240;
    /// @notice Kinds that do nothing unless they are signed.
    uint256 internal constant ALWAYS_SIGNED = 0x780;
    /// @notice Kinds that only an actor's first key signs.
    uint256 internal constant FIRST_KEY_ONLY = 0x600;

    /// @notice The least value of each kind, 24 bits each: that of kind k at bit 24k.
    uint256 internal constant LEAST_VALUES = 0x1000001000000000000000000000000000000000000000000000000000000;
    /// @notice The greatest value of each kind, likewise.
    uint256 internal constant MOST_VALUES = 0xf00000fffffffffffff000000000005000000000000000000000000000000;
}
