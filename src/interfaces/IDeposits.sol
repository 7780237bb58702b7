// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Deposits
/// @notice Takes deposits by approval, by permit, by Permit2, by an EIP-3009 authorization, or from the depositor's prepaid
/// balance.
/// @dev The amount that arrived counts, so a token that keeps a fee is counted at what the token delivered (PAY-2). A token
/// that rebases is not supported.
interface IDeposits {
    /// @dev A prepaid balance is the sum of {Prepaid} less the sums of {PrepaidSpent} and {PrepaidWithdrawn}.
    /// @param received The amount that arrived, in wei.
    event Prepaid(address indexed owner, address indexed token, uint256 received);
    /// @notice `amount` wei of the prepaid balance of `owner` became a deposit.
    event PrepaidSpent(address indexed owner, address indexed token, uint256 amount);
    event PrepaidWithdrawn(address indexed owner, address indexed token, address to, uint256 amount);

    /// @notice The prepaid balance is below the deposit: call {prepay}, or fund in another way.
    error Deposits_PrepaidTooLow(address owner, address token, uint256 prepaid, uint256 asked);
    /// @notice Send exactly `asked` wei of ETH along; none for an ERC-20.
    error Deposits_ValueInexact(uint256 sent, uint256 asked);

    /// @notice Adds to the prepaid balance of `owner`, who opens and tops up out of the balance without another transfer.
    /// @dev Emits a {Prepaid} event. Anyone may prepay for anyone, by allowance, but not for the zero address or this contract.
    /// @param token The ERC-20, or 0 for ETH, which is sent along, where the contract takes ETH.
    /// @param amount In wei.
    function prepay(address owner, address token, uint256 amount) external payable;

    /// @notice Sends `amount` wei of the caller's prepaid balance to `to`.
    /// @dev Emits a {PrepaidWithdrawn} event. Reverts if the balance is lower, `token` refuses `to`, or `to` is the zero
    /// address or this contract.
    function withdrawPrepaid(address token, address to, uint256 amount) external;

    /// @return The prepaid balance of `owner`, in wei.
    function prepaid(address owner, address token) external view returns (uint256);
}
