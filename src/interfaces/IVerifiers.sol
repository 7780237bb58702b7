// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice Where a verifier's keys come from; the deploy script accepts only "ceremony" outside chain 31337.
interface IVerifier {
    function SETUP() external view returns (string memory);
}

/// @notice Verifies `circuits/settle.circom`.
interface ISettleVerifier is IVerifier {
    /// @param signals challenge, fingerprint, oldRoot, newRoot; one at or above the field's order is refused.
    function verifyProof(
        uint256[2] calldata a,
        uint256[2][2] calldata b,
        uint256[2] calldata c,
        uint256[4] calldata signals
    ) external view returns (bool);
}

/// @notice Verifies `circuits/claim.circom`.
interface IClaimVerifier is IVerifier {
    /// @param signals root, split, tableHash, position, recipient, entitlement; one at or above the field's
    /// order is refused.
    function verifyProof(
        uint256[2] calldata a,
        uint256[2][2] calldata b,
        uint256[2] calldata c,
        uint256[6] calldata signals
    ) external view returns (bool);
}
