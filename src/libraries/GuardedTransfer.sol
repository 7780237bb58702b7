// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IReceiveWithAuthorization} from "src/interfaces/IReceiveWithAuthorization.sol";
import {Signatures} from "src/libraries/Signatures.sol";
import {TransferAuthorization} from "src/types/TransferAuthorization.sol";

/// @title GuardedTransfer
/// @notice Calls of tokens and receivers that are not trusted: a refusal is an answer instead of a revert, the gas is bounded,
/// and the received amount is measured.
library GuardedTransfer {
    using SafeTransferLib for address;

    /// @notice The most gas that one call of {trySend} may use. Tokens with hooks, proxies or a rebase need 60,000 to 200,000;
    /// 45 refusals of this cost, each recorded as owed, fit a transaction of 16,777,216 gas (PAY-3).
    uint256 internal constant SEND_GAS = 300_000;
    /// @notice The gas before a payment from which a failure counts as the token's own. A call passes on 63/64 of the gas at most,
    /// after its own 2,600, so with less a caller could make a payment fail by giving too little.
    uint256 internal constant SEND_GAS_NEEDED = 310_000;

    /// @notice Money sent there would be lost: the zero address, or this contract itself.
    error GuardedTransfer_DestinationInvalid(address to);
    /// @notice A payment failed with `left` gas, which may be why it failed: give the transaction `needed` more than it used before.
    error GuardedTransfer_GasTooLow(uint256 left, uint256 needed);
    /// @notice The token refused the EIP-3009 authorization of `owner`: used, expired, or signed for another deposit.
    error GuardedTransfer_AuthorizationRefused(address token, address owner);

    /// @notice Refuses a destination, or an owner, that could never use the money.
    function requireDestination(address to) internal view {
        if (to == address(0) || to == address(this)) revert GuardedTransfer_DestinationInvalid(to);
    }

    /// @notice Sends `amount` of ETH from this contract to `to`; nothing for nothing.
    /// @dev A receiver that refuses gets it all the same, and one that is called has too little gas to call back.
    function force(address to, uint256 amount) internal {
        if (amount != 0) to.forceSafeTransferETH(amount, SafeTransferLib.GAS_STIPEND_NO_STORAGE_WRITES);
    }

    /// @notice Tries to send `amount` of `token`, or of ETH if `token` is 0, from this contract to `to`.
    /// @dev One word of the answer is read, however much the token returns. Reverts if the call failed with too little
    /// gas to tell whose fault that is (PAY-3).
    /// @return sent Whether the amount was moved: the call went through, and the token answered true, or answered nothing
    /// and has code. If not, the caller must owe the amount.
    function trySend(address token, address to, uint256 amount) internal returns (bool sent) {
        uint256 left = gasleft();
        if (token == address(0)) {
            sent = to.trySafeTransferETH(amount, SafeTransferLib.GAS_STIPEND_NO_GRIEF);
        } else {
            assembly ("memory-safe") {
                mstore(0x14, to)
                mstore(0x34, amount)
                mstore(0x00, 0xa9059cbb000000000000000000000000) // transfer(address,uint256)
                sent := call(SEND_GAS, token, 0, 0x10, 0x44, 0x00, 0x20)
                switch returndatasize()
                case 0 { sent := and(sent, gt(extcodesize(token), 0)) }
                // an answer of less than a word leaves the last byte 0, so it is never taken for true
                default { sent := and(sent, eq(mload(0x00), 1)) }
                mstore(0x34, 0) // the upper half of the free memory pointer
            }
        }
        if (!sent && left < SEND_GAS_NEEDED) revert GuardedTransfer_GasTooLow(left, SEND_GAS_NEEDED);
    }

    /// @notice Takes `amount` of `token` from `from` by allowance. Reverts if the token refuses.
    /// @dev Call under a lock: a transfer into this contract on the way would be counted twice.
    /// @return received The amount that arrived: less than `amount` where the token keeps a fee.
    function take(address token, address from, uint256 amount) internal returns (uint256 received) {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(from, address(this), amount);
        received = token.balanceOf(address(this)) - before;
    }

    /// @notice Takes `amount` of `token` from `from` by the EIP-3009 authorization that `from` signed. Reverts if the token refuses.
    /// @dev Call under a lock, as {take}.
    /// @return received The amount that arrived.
    function takeAuthorized(address token, address from, uint256 amount, TransferAuthorization memory by)
        internal
        returns (uint256 received)
    {
        uint256 before = token.balanceOf(address(this));
        uint8 v = Signatures.normal(by.v);
        try IReceiveWithAuthorization(token)
            .receiveWithAuthorization(
                from, address(this), amount, by.validAfter, by.validBefore, by.nonce, v, by.r, by.s
            ) {}
        catch {
            revert GuardedTransfer_AuthorizationRefused(token, from);
        }
        received = token.balanceOf(address(this)) - before;
    }

    /// @notice Uses an EIP-2612 permit of `owner` for this contract over `amount`, if the permit is still good.
    /// @dev A permit that another account used first has left the allowance, so a failure is ignored: {take} decides.
    function tryPermit(
        address token,
        address owner,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) internal {
        try ERC20(token).permit(owner, address(this), amount, deadline, Signatures.normal(v), r, s) {}
            catch {}
    }
}
