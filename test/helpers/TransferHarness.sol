// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {TransferAuthorization} from "src/types/TransferAuthorization.sol";

/// @notice Lets tests call {GuardedTransfer} from a contract that holds tokens.
contract TransferHarness {
    receive() external payable {}

    function trySend(address token, address to, uint256 amount) external returns (bool) {
        return GuardedTransfer.trySend(token, to, amount);
    }

    function force(address to, uint256 amount) external {
        GuardedTransfer.force(to, amount);
    }

    function requireDestination(address to) external view {
        GuardedTransfer.requireDestination(to);
    }

    function takeAuthorized(address token, address from, uint256 amount, TransferAuthorization memory by)
        external
        returns (uint256)
    {
        return GuardedTransfer.takeAuthorized(token, from, amount, by);
    }

    function take(address token, address from, uint256 amount) external returns (uint256) {
        return GuardedTransfer.take(token, from, amount);
    }

    function tryPermit(
        address token,
        address owner,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        GuardedTransfer.tryPermit(token, owner, amount, deadline, v, r, s);
    }
}
