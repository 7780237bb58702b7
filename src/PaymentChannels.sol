// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {ECDSA} from "solady/utils/ECDSA.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {TransientLock} from "src/base/TransientLock.sol";
import {TributaryDomain} from "src/base/TributaryDomain.sol";
import {Channel, ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {SplitId} from "src/types/SplitId.sol";

/// @title PaymentChannels
/// @notice See {IPaymentChannels}.
contract PaymentChannels is IPaymentChannels, TributaryDomain, TransientLock {
    using SafeTransferLib for address;

    bytes32 private constant VOUCHER_TYPEHASH =
        keccak256("Voucher(address payer,bytes32 payee,address token,uint64 salt,uint96 cumulative)");
    uint256 private constant ROW_BYTES = 104;

    /// @inheritdoc IPaymentChannels
    uint24 public constant MINIMUM_WINDOW = 15 minutes;
    /// @inheritdoc IPaymentChannels
    uint24 public constant MAXIMUM_WINDOW = 30 days;

    /// @notice Where revenue of payees that are splits is credited.
    ISplitRollup public immutable SPLIT_ROLLUP;
    /// @inheritdoc IPaymentChannels
    uint256 public immutable LEAST_CREDIT;
    address private immutable ROLLUP_TOKEN;
    uint96 private immutable PROVING_FEE;
    /// @dev Of the deployment: on a fork with another id, old vouchers are void, but channels can still be closed.
    uint256 private immutable CHAIN_ID;

    mapping(bytes32 channelId => Channel) private _channels;
    /// @inheritdoc IPaymentChannels
    mapping(Payee payee => mapping(address token => uint256)) public owed;

    constructor(ISplitRollup splitRollup) {
        SPLIT_ROLLUP = splitRollup;
        ROLLUP_TOKEN = splitRollup.TOKEN();
        PROVING_FEE = splitRollup.PROVING_FEE();
        LEAST_CREDIT = 100 * uint256(PROVING_FEE);
        CHAIN_ID = block.chainid;
    }

    /* PAYERS */

    /// @inheritdoc IPaymentChannels
    function open(
        Payee payee,
        address token,
        uint64 salt,
        address sessionKey,
        uint24 windowSec,
        uint96 deposit
    ) external nonReentrant returns (bytes32 channelId) {
        if (!_canBePaid(payee, token)) revert PaymentChannels_PayeeInvalid(payee, token);
        if (sessionKey == address(0)) revert PaymentChannels_SessionKeyZero();
        if (deposit == 0) revert PaymentChannels_NoDeposit();
        if (windowSec < MINIMUM_WINDOW || windowSec > MAXIMUM_WINDOW) {
            revert PaymentChannels_WindowOutOfRange(windowSec, MINIMUM_WINDOW, MAXIMUM_WINDOW);
        }
        channelId = _channelId(ChannelKey(msg.sender, payee, token, salt, sessionKey));
        if (_channels[channelId].status() != ChannelStatus.None) {
            revert PaymentChannels_AlreadyUsed(channelId);
        }

        _channels[channelId] = Channel({deposit: deposit, claimed: 0, closesAt: 0, windowSec: windowSec});
        emit Opened(channelId, msg.sender, payee, token, salt, sessionKey, windowSec, deposit);
        _take(token, deposit);
    }

    /// @inheritdoc IPaymentChannels
    function topUp(ChannelKey calldata key, uint96 amount) external nonReentrant {
        bytes32 channelId = channelIdOf(key);
        Channel memory channel = _channels[channelId];
        if (channel.status() != ChannelStatus.Open) revert PaymentChannels_NotOpen(channelId);

        channel.deposit += amount;
        _channels[channelId] = channel;
        emit ToppedUp(channelId, msg.sender, amount, channel.deposit);
        _take(key.token, amount);
    }

    /// @inheritdoc IPaymentChannels
    function startClose(ChannelKey calldata key) external {
        if (msg.sender != key.payer) revert PaymentChannels_NotPayer(msg.sender, key.payer);
        bytes32 channelId = channelIdOf(key);
        Channel memory channel = _channels[channelId];
        if (channel.status() != ChannelStatus.Open) revert PaymentChannels_NotOpen(channelId);

        channel.closesAt = uint40(block.timestamp) + channel.windowSec;
        _channels[channelId] = channel;
        emit CloseStarted(channelId, channel.closesAt);
    }

    /// @inheritdoc IPaymentChannels
    function finalize(ChannelKey calldata key) external nonReentrant {
        bytes32 channelId = channelIdOf(key);
        Channel memory channel = _channels[channelId];
        if (channel.status() != ChannelStatus.Closing) revert PaymentChannels_NotClosing(channelId);
        if (block.timestamp < channel.closesAt) revert PaymentChannels_TooEarly(channel.closesAt);
        _close(key, channelId, channel);
    }

    /* PAYEES */

    /// @inheritdoc IPaymentChannels
    function settle(Payee payee, address token, bytes calldata rows)
        external
        nonReentrant
        returns (uint256 paid)
    {
        paid = _settle(payee, token, rows);
    }

    /// @inheritdoc IPaymentChannels
    function close(ChannelKey calldata key, bytes calldata rows) external nonReentrant {
        if (!(key.payee == payeeOf(msg.sender))) revert PaymentChannels_NotPayee(msg.sender, key.payee);
        _settle(key.payee, key.token, rows);

        bytes32 channelId = channelIdOf(key);
        Channel memory channel = _channels[channelId];
        if (channel.windowSec == 0) revert PaymentChannels_NotOpen(channelId);
        _close(key, channelId, channel);
    }

    /// @inheritdoc IPaymentChannels
    function payOut(Payee payee, address token) external nonReentrant returns (uint256 paid) {
        paid = _pay(payee, token, 0);
    }

    /// @inheritdoc IPaymentChannels
    function payOutTo(address token, address to) external nonReentrant returns (uint256 paid) {
        Payee payee = payeeOf(msg.sender);
        paid = owed[payee][token];
        owed[payee][token] = 0;
        emit PaidOut(payee, token, paid, 0);
        token.safeTransfer(to, paid);
    }

    /* VIEWERS */

    /// @inheritdoc IPaymentChannels
    function channelIdOf(ChannelKey calldata key) public view returns (bytes32) {
        return _channelId(key);
    }

    /// @inheritdoc IPaymentChannels
    function channelOf(bytes32 channelId) external view returns (Channel memory) {
        return _channels[channelId];
    }

    /// @inheritdoc IPaymentChannels
    function voucherDigest(address payer, Payee payee, address token, uint64 salt, uint96 cumulative)
        public
        view
        returns (bytes32)
    {
        return _hashTypedData(keccak256(abi.encode(VOUCHER_TYPEHASH, payer, payee, token, salt, cumulative)));
    }

    /* INTERNAL */

    function _settle(Payee payee, address token, bytes calldata rows) private returns (uint256 total) {
        if (rows.length % ROW_BYTES != 0) revert PaymentChannels_RowsMalformed(rows.length);
        for (; rows.length != 0; rows = rows[ROW_BYTES:]) {
            total += _settleRow(payee, token, rows);
        }
        _pay(payee, token, total);
    }

    /// @dev Whatever is wrong with a row, it pays nothing and reverts nothing (PAY-3).
    function _settleRow(Payee payee, address token, bytes calldata row) private returns (uint96 amount) {
        address payer = address(bytes20(row[:20]));
        uint64 salt = uint64(bytes8(row[20:28]));
        uint96 cumulative = uint96(bytes12(row[28:40]));
        bytes32 digest = voucherDigest(payer, payee, token, salt, cumulative);
        address signer = ECDSA.tryRecover(digest, bytes32(row[40:72]), bytes32(row[72:104]));
        // the signer is part of the id: another key's signature leads to a channel that does not exist (PAY-4),
        // and none exists for the zero address of a failed recovery
        bytes32 channelId = _channelId(ChannelKey(payer, payee, token, salt, signer));
        Channel memory channel = _channels[channelId];
        if (channel.windowSec == 0) return 0;

        uint96 claimable = uint96(FixedPointMathLib.min(cumulative, channel.deposit));
        if (claimable <= channel.claimed) return 0;
        amount = claimable - channel.claimed;
        channel.claimed = claimable;
        _channels[channelId] = channel;
        emit Settled(channelId, claimable);
    }

    function _close(ChannelKey calldata key, bytes32 channelId, Channel memory channel) private {
        uint96 refund = channel.deposit - channel.claimed;
        // the deposit stays as the tombstone that keeps the id from being used again
        _channels[channelId] = Channel(channel.deposit, channel.claimed, 0, 0);
        emit Closed(channelId, channel.claimed, refund);
        _pay(payeeOf(key.payer), key.token, refund);
    }

    /// @dev Pays `amount` and what was owed before. What cannot be paid is owed, and stops nobody (PAY-3).
    function _pay(Payee payee, address token, uint256 amount) private returns (uint256 paid) {
        uint256 due = owed[payee][token] + amount;
        if (due == 0) return 0;
        owed[payee][token] = 0;
        paid = payee.isSplit() ? _credit(payee.toSplit(), due) : _send(payee.toAddress(), token, due);
        if (paid != due) owed[payee][token] = due - paid;
        emit PaidOut(payee, token, paid, due - paid);
    }

    function _send(address to, address token, uint256 amount) private returns (uint256) {
        (bool success, bytes memory answer) = token.call(abi.encodeCall(ERC20.transfer, (to, amount)));
        bool accepted = answer.length == 0 || (answer.length >= 32 && abi.decode(answer, (uint256)) == 1);
        return success && accepted ? amount : 0;
    }

    /// @dev Credits `due` less the proving fee. Less than {LEAST_CREDIT} waits for more: settling in tiny steps would
    /// else turn a split's revenue into fees.
    function _credit(SplitId split, uint256 due) private returns (uint256) {
        if (due < LEAST_CREDIT) return 0;
        uint96 amount = uint96(FixedPointMathLib.min(due - PROVING_FEE, type(uint96).max));
        ROLLUP_TOKEN.safeApprove(address(SPLIT_ROLLUP), uint256(amount) + PROVING_FEE);
        SPLIT_ROLLUP.credit(split.segment(), abi.encodePacked(split.slot(), amount));
        return uint256(amount) + PROVING_FEE;
    }

    function _take(address token, uint256 amount) private {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != amount) revert PaymentChannels_TransferInexact(amount, received);
    }

    function _canBePaid(Payee payee, address token) private view returns (bool) {
        if (payee.isAddress()) return true;
        return payee.isSplit() && token == ROLLUP_TOKEN && SPLIT_ROLLUP.tableHashOf(payee.toSplit()) != 0;
    }

    function _channelId(ChannelKey memory key) private view returns (bytes32) {
        return keccak256(abi.encode(CHAIN_ID, address(this), key));
    }
}
