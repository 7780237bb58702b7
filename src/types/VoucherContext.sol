// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Payee} from "src/types/Payee.sol";

/// @notice The values that all rows of a settlement share.
/// @param chainId The chain of the deployment, which is in the ids of its channels.
/// @param separator The contract's EIP-712 domain separator.
/// @param payee The payee of every channel.
/// @param token The token of every channel.
/// @param ticks Whether the rows carry ticks.
struct VoucherContext {
    uint256 chainId;
    bytes32 separator;
    Payee payee;
    address token;
    bool ticks;
}
