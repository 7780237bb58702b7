// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice An EIP-3009 authorization, beside its parties and amount.
/// @param validAfter The last second at which the authorization is not good yet.
/// @param validBefore The first second at which the authorization is not good any more.
/// @param nonce Good once for each signer.
struct TransferAuthorization {
    uint256 validAfter;
    uint256 validBefore;
    bytes32 nonce;
    uint8 v;
    bytes32 r;
    bytes32 s;
}
