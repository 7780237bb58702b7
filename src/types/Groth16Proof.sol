// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice A Groth16 proof over BN254, as snarkjs exports proofs for call data.
struct Groth16Proof {
    uint256[2] a;
    uint256[2][2] b;
    uint256[2] c;
}
