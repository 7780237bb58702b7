// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {TransientLock} from "src/base/TransientLock.sol";
import {IPayouts} from "src/interfaces/IPayouts.sol";
import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {SplitId} from "src/types/SplitId.sol";

/// @title Payouts
/// @notice See {IPayouts}. Token 0 is ETH.
abstract contract Payouts is IPayouts, TransientLock {
    using GuardedTransfer for address;
    using SafeTransferLib for address;

    /// @notice Where revenue of payees that are splits is credited.
    ISplitRollup public immutable SPLIT_ROLLUP;
    /// @inheritdoc IPayouts
    uint256 public immutable LEAST_CREDIT;
    /// @dev STREAM.
    address internal immutable ROLLUP_TOKEN;
    uint96 private immutable PROVING_FEE;

    /// @inheritdoc IPayouts
    mapping(Payee payee => mapping(address token => uint256)) public owed;

    constructor(ISplitRollup splitRollup) {
        SPLIT_ROLLUP = splitRollup;
        ROLLUP_TOKEN = splitRollup.TOKEN();
        PROVING_FEE = splitRollup.PROVING_FEE();
        LEAST_CREDIT = 100 * uint256(PROVING_FEE);
    }

    /// @inheritdoc IPayouts
    function payOut(Payee payee, address token) external nonReentrant returns (uint256 paid) {
        uint256 due = owed[payee][token];
        if (due == 0) return 0;
        owed[payee][token] = 0;
        paid = _tryPay(payee, token, due);
        if (paid != due) owed[payee][token] = due - paid;
        emit PaidOut(payee, token, paid, due - paid);
    }

    /// @inheritdoc IPayouts
    function payOutTo(address token, address to) external nonReentrant returns (uint256 paid) {
        Payee payee = payeeOf(_sender());
        paid = owed[payee][token];
        owed[payee][token] = 0;
        emit PaidOut(payee, token, paid, 0);
        _send(token, to, paid);
    }

    /// @dev Pays `amount`, or owes the part that cannot be paid (PAY-3).
    function _pay(Payee payee, address token, uint256 amount) internal {
        if (amount == 0) return;
        if (!payee.isSplit()) {
            if (!token.trySend(payee.toAddress(), amount)) _owe(payee, token, amount);
            return;
        }
        // small amounts of a split add up before they are credited
        uint256 due = owed[payee][token] + amount;
        uint256 paid = _credit(payee.toSplit(), due);
        owed[payee][token] = due - paid;
        if (paid < amount) emit Owed(payee, token, amount - paid);
        else if (paid > amount) emit PaidOut(payee, token, paid - amount, due - paid);
    }

    function _owe(Payee payee, address token, uint256 amount) internal {
        owed[payee][token] += amount;
        emit Owed(payee, token, amount);
    }

    function _requirePayable(Payee payee, address token) internal view {
        if (payee.isAddress() && !(payee == payeeOf(address(this)))) return;
        bool split = payee.isSplit() && token == ROLLUP_TOKEN;
        if (!split || SPLIT_ROLLUP.tableHashOf(payee.toSplit()) == 0) {
            revert Payouts_PayeeInvalid(payee, token);
        }
    }

    function _send(address token, address to, uint256 amount) internal {
        GuardedTransfer.requireDestination(to);
        if (token == address(0)) to.safeTransferETH(amount);
        else token.safeTransfer(to, amount);
    }

    function _sender() internal view virtual returns (address) {
        return msg.sender;
    }

    function _tryPay(Payee payee, address token, uint256 amount) private returns (uint256) {
        if (payee.isSplit()) return _credit(payee.toSplit(), amount);
        return token.trySend(payee.toAddress(), amount) ? amount : 0;
    }

    /// @dev Credits `due` less the proving fee. Less than {LEAST_CREDIT} waits for more: payments in tiny steps would
    /// else turn a split's revenue into fees.
    /// @return The part of `due` that was credited or became the fee, in wei.
    function _credit(SplitId split, uint256 due) private returns (uint256) {
        if (due < LEAST_CREDIT) return 0;
        uint96 amount = uint96(FixedPointMathLib.min(due - PROVING_FEE, type(uint96).max));
        ROLLUP_TOKEN.safeApprove(address(SPLIT_ROLLUP), uint256(amount) + PROVING_FEE);
        SPLIT_ROLLUP.credit(split.segment(), abi.encodePacked(split.slot(), amount));
        return uint256(amount) + PROVING_FEE;
    }
}
