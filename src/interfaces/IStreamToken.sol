// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title STREAM
/// @notice The protocol's ERC-20, with EIP-2612 permit. 1,000,000,000 STREAM of 18 decimals exist at the start.
/// There is no owner and no mint, so there will never be more.
/// @dev Nobody can move tokens to the zero address, by `transfer` or by `transferFrom`: {burn} destroys tokens, and lowers the
/// supply.
interface IStreamToken {
    /// @notice The zero address holds no tokens: {burn} is for burning.
    error StreamToken_DestinationInvalid(address to);

    /// @notice Destroys `amount` wei of the caller's tokens.
    /// @dev Emits a {Transfer} to the zero address.
    /// Requirements:
    /// - the caller holds `amount`, else `InsufficientBalance()`.
    function burn(uint256 amount) external;
}
