// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Deposits
/// @notice How money comes in: by approval, by permit, by Permit2, or from an account that was filled before.
/// @dev What counts is what arrived, so a token that keeps a fee is counted at what it delivered (PAY-2). One that
/// rebases is not supported.
interface IDeposits {
    event Prepaid(address indexed owner, address indexed token, uint256 received);
    event PrepaidWithdrawn(address indexed owner, address indexed token, address to, uint256 amount);

    error Deposits_PrepaidTooLow(address owner, address token, uint256 prepaid, uint256 asked);
    error Deposits_ValueInexact(uint256 sent, uint256 asked);

    /// @notice Fills the account of `owner`, out of which they open and top up without another transfer.
    /// @dev Emits a {Prepaid} event. Anyone may fill anyone's account, by allowance.
    /// @param token The ERC-20, or 0 for ETH, which is sent along, where the contract takes ETH.
    /// @param amount In wei.
    function prepay(address owner, address token, uint256 amount) external payable;

    /// @notice Takes money out of the caller's account.
    /// @dev Emits a {PrepaidWithdrawn} event. Reverts if the account holds less, or `token` refuses `to`.
    function withdrawPrepaid(address token, address to, uint256 amount) external;

    /// @return What an account holds, in wei.
    function prepaid(address owner, address token) external view returns (uint256);
}
