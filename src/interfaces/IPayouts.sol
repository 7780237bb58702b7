// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Payee} from "src/types/Payee.sol";

/// @title Payouts
/// @notice How money goes out: at once where that works, and else as a debt to the payee, so that one payee or token
/// never stops another's payment (PAY-3).
interface IPayouts {
    /// @notice `amount` more is owed than before.
    event Owed(Payee indexed payee, address indexed token, uint256 amount);
    /// @notice `amount` of what was owed was paid.
    event PaidOut(Payee indexed payee, address indexed token, uint256 amount, uint256 stillOwed);

    error Payouts_PayeeInvalid(Payee payee, address token);

    /// @notice Tries again to pay what a failed payment, or one below {LEAST_CREDIT}, left behind.
    /// @dev Emits a {PaidOut} event. Anyone may call it; it can pay nobody but `payee`.
    /// @return paid What was paid now, in wei.
    function payOut(Payee payee, address token) external returns (uint256 paid);

    /// @notice Sends what is owed to the caller to another address, for one that `token` refuses to pay.
    /// @dev Emits a {PaidOut} event. Reverts if `token` refuses `to` as well.
    function payOutTo(address token, address to) external returns (uint256 paid);

    /// @return What waits for `payee` after a payment that could not be made, in wei.
    function owed(Payee payee, address token) external view returns (uint256);

    /// @return The least that a split is credited at once, in wei: 100 proving fees, so that they take 1 % at most. What
    /// is less waits in {owed}.
    function LEAST_CREDIT() external view returns (uint256);
}
