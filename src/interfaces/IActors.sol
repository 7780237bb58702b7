// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Actors
/// @notice The first keys of the accounts that take part in interactions.
interface IActors {
    /// @return The address of the first key of `actor`, for operations of `posting`; zero if there is no such actor, or if the key was
    /// retired before that posting.
    function keyOf(uint256 actor, uint64 posting) external view returns (address);
}
