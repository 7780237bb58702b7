// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Verifier
/// @notice A verifier of Groth16 proofs.
interface IVerifier {
    /// @return The origin of the verifier's keys: "ceremony", or "development" for keys whose secret is public. A development
    /// verifier answers false on every chain but 31337.
    function SETUP() external view returns (string memory);
}

/// @title SettleVerifier
/// @notice Verifies proofs of `circuits/settle.circom`.
interface ISettleVerifier is IVerifier {
    /// @param signals challenge, fingerprint, oldRoot, newRoot; a signal at or above the field's order is refused.
    function verifyProof(
        uint256[2] calldata a,
        uint256[2][2] calldata b,
        uint256[2] calldata c,
        uint256[4] calldata signals
    ) external view returns (bool);
}

/// @title ClaimVerifier
/// @notice Verifies proofs of `circuits/claim.circom`.
interface IClaimVerifier is IVerifier {
    /// @param signals root, split, tableHash, position, recipient, entitlement; a signal at or above the
    /// field's order is refused.
    function verifyProof(
        uint256[2] calldata a,
        uint256[2][2] calldata b,
        uint256[2] calldata c,
        uint256[6] calldata signals
    ) external view returns (bool);
}
