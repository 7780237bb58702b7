// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title PasskeyVerifier
/// @notice Checks a passkey's signature: a WebAuthn assertion by a P-256 key.
interface IPasskeyVerifier {
    /// @notice Checks whether the passkey (`x`, `y`), with the user present, signed `digest` as the challenge.
    /// @dev Uses the precompile of RIP-7212 and EIP-7951 where the chain has one, and Solidity elsewhere. A malformed assertion
    /// gives false.
    /// @param assertion `abi.encode` of the fields of OpenZeppelin's `WebAuthn.WebAuthnAuth`: bytes32 r, bytes32 s, uint256 challengeIndex,
    /// uint256 typeIndex, bytes authenticatorData, string clientDataJSON.
    function isValid(bytes32 digest, bytes32 x, bytes32 y, bytes calldata assertion)
        external
        view
        returns (bool);
}
