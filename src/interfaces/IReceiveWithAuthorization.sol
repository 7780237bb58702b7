// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The function of EIP-3009 that only the receiver may call.
interface IReceiveWithAuthorization {
    /// @notice Moves `value` from `from`, who signed, to `to`, who calls.
    /// @param validAfter The last second at which the authorization is not good yet.
    /// @param validBefore The first second at which the authorization is not good any more.
    /// @param nonce Good once for each signer.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;
}
