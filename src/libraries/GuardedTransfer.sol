// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @title GuardedTransfer
/// @notice Calls of tokens and receivers that are not trusted: a refusal is an answer instead of a revert, and the received
/// amount is measured.
library GuardedTransfer {
    using SafeTransferLib for address;

    /// @notice Tries to send `amount` of `token`, or of ETH if `token` is 0, from this contract to `to`.
    /// @dev One word of the answer is read, however much the token returns. The token may use all gas but 1/64: call last.
    /// @return sent Whether the amount was moved: the call went through, and the token answered true, or answered nothing
    /// and has code. If not, the caller must owe the amount.
    function trySend(address token, address to, uint256 amount) internal returns (bool sent) {
        if (token == address(0)) {
            return to.trySafeTransferETH(amount, SafeTransferLib.GAS_STIPEND_NO_GRIEF);
        }
        assembly ("memory-safe") {
            mstore(0x14, to)
            mstore(0x34, amount)
            mstore(0x00, 0xa9059cbb000000000000000000000000) // transfer(address,uint256)
            sent := call(gas(), token, 0, 0x10, 0x44, 0x00, 0x20)
            switch returndatasize()
            case 0 { sent := and(sent, gt(extcodesize(token), 0)) }
            default { sent := and(sent, and(gt(returndatasize(), 0x1f), eq(mload(0x00), 1))) }
            mstore(0x34, 0) // the upper half of the free memory pointer
        }
    }

    /// @notice Takes `amount` of `token` from `from` by allowance. Reverts if the token refuses.
    /// @dev Call under a lock: a transfer into this contract on the way would be counted twice.
    /// @return received The amount that arrived: less than `amount` where the token keeps a fee.
    function take(address token, address from, uint256 amount) internal returns (uint256 received) {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(from, address(this), amount);
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
        try ERC20(token).permit(owner, address(this), amount, deadline, v, r, s) {} catch {}
    }
}
