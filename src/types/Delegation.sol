// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The beneficiary's word that anyone may fetch a vesting payment, and where to.
/// @param to The account that is paid.
/// @param deadline The last second at which the signature is good.
/// @param signature The beneficiary's signature of {ITokenVesting.releaseDigest} or {ITokenVesting.redeemDigest}: 64 or 65
/// bytes by the key of its address, EIP-7702 code or not, or the bytes that a contract accepts by ERC-1271.
struct Delegation {
    address to;
    uint40 deadline;
    bytes signature;
}
