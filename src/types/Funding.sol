// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The source of a deposit; the caller always pays.
///
/// | source    | what moves the tokens                          | authorization                                                |
/// | Allowance | an approval of this contract                   | empty                                                        |
/// | Prepaid   | the caller's prepaid balance here              | empty                                                        |
/// | Permit    | an EIP-2612 permit over exactly the deposit    | `abi.encode(uint256 deadline, uint8 v, bytes32 r, bytes32 s)` |
/// | Permit2   | a Permit2 signature transfer of the deposit    | `abi.encode(uint256 nonce, uint256 deadline, bytes signature)` |
enum FundingSource {
    Allowance,
    Prepaid,
    Permit,
    Permit2
}

/// @notice A source, and the caller's authorization for it.
struct Funding {
    FundingSource source;
    bytes authorization;
}
