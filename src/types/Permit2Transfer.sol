// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The token and the most of it, in wei, that a Permit2 signature lets the spender move.
struct TokenPermissions {
    address token;
    uint256 amount;
}

/// @notice The permit that the owner of the tokens signs for Permit2.
/// @param nonce Good once for each owner.
/// @param deadline The last second at which the signature is good.
struct PermitTransferFrom {
    TokenPermissions permitted;
    uint256 nonce;
    uint256 deadline;
}

/// @notice The amount that the spender asks Permit2 to move, in wei, and its destination.
struct SignatureTransferDetails {
    address to;
    uint256 requestedAmount;
}
