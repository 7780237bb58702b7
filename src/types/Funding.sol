// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice Where a deposit comes from, always out of the caller's own pocket.
///
/// | source    | what moves the tokens                          | authorization                                                |
/// | Allowance | an approval of this contract                   | empty                                                        |
/// | Prepaid   | what the caller deposited here before          | empty                                                        |
/// | Permit    | an EIP-2612 permit over exactly the deposit    | `abi.encode(uint256 deadline, uint8 v, bytes32 r, bytes32 s)` |
/// | Permit2   | a Permit2 signature transfer of the deposit    | `abi.encode(uint256 nonce, uint256 deadline, bytes signature)` |
enum FundingSource {
    Allowance,
    Prepaid,
    Permit,
    Permit2
}

struct Funding {
    FundingSource source;
    bytes authorization;
}
