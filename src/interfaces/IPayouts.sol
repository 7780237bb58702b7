// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Payee} from "src/types/Payee.sol";

/// @title Payouts
/// @notice Pays payees at once. A payment that fails becomes a debt to the payee, so that one payee or token never stops
/// another's payment (PAY-3).
/// @dev A payment may use 300,000 gas of a token. A payment that fails with less than 310,000 gas before reverts with
/// {GuardedTransfer_GasTooLow} instead of becoming a debt: a caller cannot make a payment fail by giving too little.
interface IPayouts {
    /// @notice The debt to `payee` grew by `amount` wei.
    event Owed(Payee indexed payee, address indexed token, uint256 amount);
    /// @notice `amount` wei of the debt were paid, and `stillOwed` are left.
    event PaidOut(Payee indexed payee, address indexed token, uint256 amount, uint256 stillOwed);

    /// @notice The payee is neither an address other than zero and this contract, nor a registered split whose `token` is that of
    /// the SplitRollup.
    error Payouts_PayeeInvalid(Payee payee, address token);

    /// @notice Retries what {owed} records: a failed payment, or split revenue below {LEAST_CREDIT}.
    /// @dev Emits a {PaidOut} event. Anyone may call; only `payee` can be paid.
    /// @return paid The amount that was paid now, in wei.
    function payOut(Payee payee, address token) external returns (uint256 paid);

    /// @notice Sends the debt to the caller to another address, for a caller that `token` refuses to pay.
    /// @dev Emits a {PaidOut} event. Reverts if `token` refuses `to` as well, or if `to` is the zero address or this contract.
    /// @return paid In wei.
    function payOutTo(address token, address to) external returns (uint256 paid);

    /// @return The debt to `payee` from payments that could not be made, in wei.
    function owed(Payee payee, address token) external view returns (uint256);

    /// @return The least that a split is credited at once, in wei: 100 proving fees, so that fees take 1 % at most. A smaller
    /// amount waits in {owed}.
    function LEAST_CREDIT() external view returns (uint256);
}
