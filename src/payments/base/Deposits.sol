// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {Payouts} from "src/payments/base/Payouts.sol";
import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPermit2} from "src/interfaces/IPermit2.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {PermitTransferFrom, SignatureTransferDetails, TokenPermissions} from "src/types/Permit2Transfer.sol";

/// @title Deposits
/// @notice See {IDeposits}.
abstract contract Deposits is IDeposits, Payouts {
    using GuardedTransfer for address;
    using SafeTransferLib for address;

    /// @notice The canonical Permit2.
    IPermit2 public constant PERMIT2 = IPermit2(0x000000000022D473030F116dDEE9F6B43aC78BA3);

    /// @inheritdoc IDeposits
    mapping(address owner => mapping(address token => uint256)) public prepaid;

    /// @inheritdoc IDeposits
    function prepay(address owner, address token, uint256 amount) external payable nonReentrant {
        uint256 received = _take(token, amount);
        prepaid[owner][token] += received;
        emit Prepaid(owner, token, received);
    }

    /// @inheritdoc IDeposits
    function withdrawPrepaid(address token, address to, uint256 amount) external nonReentrant {
        address owner = _sender();
        _spend(owner, token, amount);
        emit PrepaidWithdrawn(owner, token, to, amount);
        _send(token, to, amount);
    }

    /// @dev Takes `amount` from the caller as `funding` says. Call under the lock, before the state is written.
    /// @return The amount that arrived, in wei.
    function _take(address token, uint256 amount, Funding calldata funding) internal returns (uint256) {
        if (funding.source == FundingSource.Prepaid) {
            if (msg.value != 0) revert Deposits_ValueInexact(msg.value, 0);
            _spend(_sender(), token, amount);
            return amount;
        }
        if (funding.source == FundingSource.Permit2) {
            return _takeByPermit2(token, amount, funding.authorization);
        }
        if (funding.source == FundingSource.Permit) _permit(token, amount, funding.authorization);
        return _take(token, amount);
    }

    /// @dev Takes `amount` from the caller by allowance, or as ETH that was sent along.
    /// @return The amount that arrived: less than `amount` where the token keeps a fee.
    function _take(address token, uint256 amount) internal returns (uint256) {
        if (msg.value != (token == address(0) ? amount : 0)) revert Deposits_ValueInexact(msg.value, amount);
        if (token == address(0)) return amount;
        if (token != ROLLUP_TOKEN) return token.take(_sender(), amount);
        // STREAM delivers the whole amount: nothing to measure
        token.safeTransferFrom(_sender(), address(this), amount);
        return amount;
    }

    function _spend(address owner, address token, uint256 amount) internal {
        uint256 balance = prepaid[owner][token];
        if (balance < amount) revert Deposits_PrepaidTooLow(owner, token, balance, amount);
        prepaid[owner][token] = balance - amount;
    }

    function _permit(address token, uint256 amount, bytes calldata authorization) private {
        (uint256 deadline, uint8 v, bytes32 r, bytes32 s) =
            abi.decode(authorization, (uint256, uint8, bytes32, bytes32));
        token.tryPermit(_sender(), amount, deadline, v, r, s);
    }

    function _takeByPermit2(address token, uint256 amount, bytes calldata authorization)
        private
        returns (uint256)
    {
        if (msg.value != 0) revert Deposits_ValueInexact(msg.value, 0);
        (uint256 nonce, uint256 deadline, bytes memory signature) =
            abi.decode(authorization, (uint256, uint256, bytes));
        uint256 before = token.balanceOf(address(this));
        PERMIT2.permitTransferFrom(
            PermitTransferFrom(TokenPermissions(token, amount), nonce, deadline),
            SignatureTransferDetails(address(this), amount),
            _sender(),
            signature
        );
        return token.balanceOf(address(this)) - before;
    }
}
