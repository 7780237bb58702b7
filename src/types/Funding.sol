// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The source of a deposit; the depositor always pays.
///
/// | source    | what moves the tokens                          | authorization                                                |
/// | Allowance | an approval of this contract                   | empty                                                        |
/// | Prepaid   | the depositor's prepaid balance here           | empty                                                        |
/// | Permit    | an EIP-2612 permit over exactly the deposit    | `abi.encode(uint256 deadline, uint8 v, bytes32 r, bytes32 s)` |
/// | Permit2   | a Permit2 signature transfer of the deposit    | `abi.encode(uint256 nonce, uint256 deadline, bytes signature)` |
/// | Eip3009   | an EIP-3009 authorization to this contract     | `abi.encode(uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)` |
enum FundingSource {
    Allowance,
    Prepaid,
    Permit,
    Permit2,
    Eip3009
}

/// @notice A source, and the depositor's authorization for it.
struct Funding {
    FundingSource source;
    bytes authorization;
}
