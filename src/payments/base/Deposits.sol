// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {Payouts} from "src/payments/base/Payouts.sol";
import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPermit2} from "src/interfaces/IPermit2.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {PermitTransferFrom, SignatureTransferDetails, TokenPermissions} from "src/types/Permit2Transfer.sol";
import {TransferAuthorization} from "src/types/TransferAuthorization.sol";

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
        GuardedTransfer.requireDestination(owner);
        uint256 received = _take(token, amount);
        prepaid[owner][token] += received;
        emit Prepaid(owner, token, received);
    }

    /// @inheritdoc IDeposits
    function withdrawPrepaid(address token, address to, uint256 amount) external nonReentrant {
        address owner = _sender();
        _deduct(owner, token, amount);
        emit PrepaidWithdrawn(owner, token, to, amount);
        _send(token, to, amount);
    }

    /// @dev Takes `amount` from the caller as `funding` says. Call under the lock, before the state is written.
    /// @return The amount that arrived, in wei.
    function _take(address token, uint256 amount, Funding calldata funding) internal returns (uint256) {
        return _takeFrom(_sender(), token, amount, funding, 0);
    }

    /// @dev Takes `amount` from `owner`, who calls or signed for the deposit, as `funding` says.
    /// @param nonce The nonce that an EIP-3009 authorization must have; 0: the nonce that stands in the authorization.
    /// @return The amount that arrived, in wei.
    function _takeFrom(address owner, address token, uint256 amount, Funding calldata funding, bytes32 nonce)
        internal
        returns (uint256)
    {
        FundingSource source = funding.source;
        if (source == FundingSource.Allowance) return _takeAllowed(owner, token, amount);
        if (source == FundingSource.Permit) {
            _permit(owner, token, amount, funding.authorization);
            return _takeAllowed(owner, token, amount);
        }
        if (msg.value != 0) revert Deposits_ValueInexact(msg.value, 0);
        if (source == FundingSource.Permit2) {
            return _takeByPermit2(owner, token, amount, funding.authorization);
        }
        if (source == FundingSource.Eip3009) {
            TransferAuthorization memory by = abi.decode(funding.authorization, (TransferAuthorization));
            if (nonce != 0) by.nonce = nonce;
            return token.takeAuthorized(owner, amount, by);
        }
        _deduct(owner, token, amount);
        emit PrepaidSpent(owner, token, amount);
        return amount;
    }

    function _take(address token, uint256 amount) internal returns (uint256) {
        return _takeAllowed(_sender(), token, amount);
    }

    /// @dev Takes `amount` from `owner` by allowance, or as ETH that was sent along.
    /// @return The amount that arrived: less than `amount` where the token keeps a fee.
    function _takeAllowed(address owner, address token, uint256 amount) private returns (uint256) {
        if (token == address(0)) {
            if (msg.value != amount) revert Deposits_ValueInexact(msg.value, amount);
            return amount;
        }
        if (msg.value != 0) revert Deposits_ValueInexact(msg.value, amount);
        if (token != ROLLUP_TOKEN) return token.take(owner, amount);
        return _takeStream(owner, amount);
    }

    /// @dev STREAM delivers the whole amount: nothing to measure.
    function _takeStream(address owner, uint256 amount) internal returns (uint256) {
        ROLLUP_TOKEN.safeTransferFrom(owner, address(this), amount);
        return amount;
    }

    function _deduct(address owner, address token, uint256 amount) private {
        uint256 balance = prepaid[owner][token];
        if (balance < amount) revert Deposits_PrepaidTooLow(owner, token, balance, amount);
        prepaid[owner][token] = balance - amount;
    }

    function _permit(address owner, address token, uint256 amount, bytes calldata authorization) private {
        (uint256 deadline, uint8 v, bytes32 r, bytes32 s) =
            abi.decode(authorization, (uint256, uint8, bytes32, bytes32));
        token.tryPermit(owner, amount, deadline, v, r, s);
    }

    function _takeByPermit2(address owner, address token, uint256 amount, bytes calldata authorization)
        private
        returns (uint256)
    {
        (uint256 nonce, uint256 deadline, bytes memory signature) =
            abi.decode(authorization, (uint256, uint256, bytes));
        uint256 before = token.balanceOf(address(this));
        PERMIT2.permitTransferFrom(
            PermitTransferFrom(TokenPermissions(token, amount), nonce, deadline),
            SignatureTransferDetails(address(this), amount),
            owner,
            signature
        );
        return token.balanceOf(address(this)) - before;
    }
}
