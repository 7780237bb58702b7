// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {Deposits} from "src/payments/base/Deposits.sol";
import {Payouts} from "src/payments/base/Payouts.sol";
import {TributaryDomain} from "src/base/TributaryDomain.sol";
import {IPasskeyVerifier} from "src/interfaces/IPasskeyVerifier.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {KeyHash} from "src/libraries/KeyHash.sol";
import {Signatures} from "src/libraries/Signatures.sol";
import {VoucherRows} from "src/libraries/VoucherRows.sol";
import {
    Channel,
    ChannelKey,
    PackedChannel,
    ChannelStatus,
    Settlement,
    packChannel
} from "src/types/Channel.sol";
import {Funding} from "src/types/Funding.sol";
import {Opening} from "src/types/Opening.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {VoucherContext} from "src/types/VoucherContext.sol";

/// @title PaymentChannels
/// @notice See {IPaymentChannels}.
contract PaymentChannels is IPaymentChannels, TributaryDomain, Deposits {
    using KeyHash for ChannelKey;
    using SafeCastLib for uint256;
    using Signatures for address;

    bytes32 private constant OPEN_TYPEHASH = keccak256(
        "Open(address payer,bytes32 payee,address token,uint64 salt,address sessionKey,uint24 windowSec,uint96 deposit,uint40 deadline)"
    );
    bytes32 private constant CLOSE_CONSENT_TYPEHASH =
        keccak256("CloseConsent(bytes32 channelId,uint96 settled,uint40 deadline)");
    bytes32 private constant REFUND_CONSENT_TYPEHASH =
        keccak256("RefundConsent(bytes32 channelId,uint96 amount,uint64 nonce,uint40 deadline)");

    /// @inheritdoc IPaymentChannels
    uint24 public constant MINIMUM_WINDOW = 15 minutes;
    /// @inheritdoc IPaymentChannels
    uint24 public constant MAXIMUM_WINDOW = 30 days;

    /// @inheritdoc IPaymentChannels
    IPasskeyVerifier public immutable PASSKEY_VERIFIER;
    /// @dev The chain of the deployment: on a fork with another id, old vouchers are void, but channels can still be closed.
    uint256 private immutable CHAIN_ID;

    mapping(bytes32 channelId => PackedChannel) private _channels;
    /// @inheritdoc IPaymentChannels
    mapping(bytes32 channelId => mapping(uint64 nonce => bool)) public consentUsed;
    /// @inheritdoc IPaymentChannels
    mapping(address payer => bytes32) public passkeyHash;

    constructor(ISplitRollup splitRollup, IPasskeyVerifier passkeyVerifier) Payouts(splitRollup) {
        PASSKEY_VERIFIER = passkeyVerifier;
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
    ) external payable nonReentrant returns (bytes32 channelId) {
        ChannelKey memory key = ChannelKey(msg.sender, payee, token, salt, sessionKey);
        channelId = _open(key, windowSec, _take(token, deposit));
    }

    /// @inheritdoc IPaymentChannels
    function openWith(
        Payee payee,
        address token,
        uint64 salt,
        address sessionKey,
        uint24 windowSec,
        uint96 deposit,
        Funding calldata funding
    ) external payable nonReentrant returns (bytes32 channelId) {
        ChannelKey memory key = ChannelKey(msg.sender, payee, token, salt, sessionKey);
        channelId = _open(key, windowSec, _take(token, deposit, funding));
    }

    /// @inheritdoc IPaymentChannels
    function openFor(Opening calldata opening, Funding calldata funding, bytes calldata signature)
        external
        nonReentrant
        returns (bytes32 channelId)
    {
        bytes32 digest = openDigest(opening);
        if (!opening.key.payer.isByAccount(digest, signature)) {
            revert PaymentChannels_SignatureInvalid(opening.key.payer, digest);
        }
        channelId = _openSigned(opening, digest, funding);
    }

    /// @inheritdoc IPaymentChannels
    function openByPasskey(
        Opening calldata opening,
        Funding calldata funding,
        bytes32 x,
        bytes32 y,
        bytes calldata assertion
    ) external nonReentrant returns (bytes32 channelId) {
        bytes32 digest = openDigest(opening);
        bool known = keccak256(abi.encode(x, y)) == passkeyHash[opening.key.payer];
        if (!known || !PASSKEY_VERIFIER.isValid(digest, x, y, assertion)) {
            revert PaymentChannels_SignatureInvalid(opening.key.payer, digest);
        }
        channelId = _openSigned(opening, digest, funding);
    }

    /// @inheritdoc IPaymentChannels
    function setPasskey(bytes32 x, bytes32 y) external {
        passkeyHash[msg.sender] = x | y == 0 ? bytes32(0) : keccak256(abi.encode(x, y));
        emit PasskeySet(msg.sender, x, y);
    }

    /// @inheritdoc IPaymentChannels
    function topUp(ChannelKey calldata key, uint96 amount) external payable nonReentrant {
        _topUp(key, _take(key.token, amount));
    }

    /// @inheritdoc IPaymentChannels
    function topUpWith(ChannelKey calldata key, uint96 amount, Funding calldata funding)
        external
        payable
        nonReentrant
    {
        _topUp(key, _take(key.token, amount, funding));
    }

    /// @inheritdoc IPaymentChannels
    function refund(
        ChannelKey calldata key,
        uint96 amount,
        uint64 nonce,
        uint40 deadline,
        bytes calldata consent
    ) external nonReentrant {
        (bytes32 channelId, PackedChannel channel) = _running(key);
        _requireInTime(deadline);
        if (consentUsed[channelId][nonce]) revert PaymentChannels_ConsentUsed(channelId, nonce);
        consentUsed[channelId][nonce] = true;
        _requireConsent(key.payee, refundConsentDigest(channelId, amount, nonce, deadline), consent);
        uint96 unsettled = channel.unsettled();
        if (amount > unsettled) revert PaymentChannels_AboveDeposit(amount, unsettled);

        _channels[channelId] = channel.refunded(amount);
        emit Refunded(channelId, amount, nonce);
        _pay(payeeOf(key.payer), key.token, amount);
    }

    /// @inheritdoc IPaymentChannels
    function closeWithConsent(
        ChannelKey calldata key,
        uint96 settled,
        uint40 deadline,
        bytes calldata consent
    ) external nonReentrant {
        if (msg.sender != key.payer) {
            revert PaymentChannels_NotPayer(msg.sender, key.payer);
        }
        (bytes32 channelId, PackedChannel channel) = _running(key);
        _requireInTime(deadline);
        _requireConsent(key.payee, closeConsentDigest(channelId, settled, deadline), consent);
        uint96 before = channel.settled();
        if (settled < before) revert PaymentChannels_BelowSettled(settled, before);
        if (settled > channel.deposit()) revert PaymentChannels_AboveDeposit(settled, channel.deposit());

        _close(key, channelId, channel, settled);
        _pay(key.payee, key.token, settled - before);
    }

    /// @inheritdoc IPaymentChannels
    function startClose(ChannelKey calldata key) external {
        if (msg.sender != key.payer) revert PaymentChannels_NotPayer(msg.sender, key.payer);
        bytes32 channelId = key.idOf(CHAIN_ID);
        PackedChannel channel = _channels[channelId];
        if (channel.status() != ChannelStatus.Open) revert PaymentChannels_NotOpen(channelId);

        uint40 closesAt = uint40(block.timestamp) + channel.windowSec();
        _channels[channelId] = channel.closing(closesAt);
        emit CloseStarted(channelId, closesAt);
    }

    /// @inheritdoc IPaymentChannels
    function finalize(ChannelKey calldata key) external nonReentrant {
        bytes32 channelId = key.idOf(CHAIN_ID);
        PackedChannel channel = _channels[channelId];
        if (channel.status() != ChannelStatus.Closing) revert PaymentChannels_NotClosing(channelId);
        if (block.timestamp < channel.closesAt()) revert PaymentChannels_TooEarly(channel.closesAt());
        _close(key, channelId, channel, channel.settled());
    }

    /* PAYEES */

    /// @inheritdoc IPaymentChannels
    function settle(Payee payee, address token, bytes calldata rows)
        external
        nonReentrant
        returns (uint256 paid)
    {
        paid = _settle(payee, token, rows, false);
    }

    /// @inheritdoc IPaymentChannels
    function settleTicks(Payee payee, address token, bytes calldata rows)
        external
        nonReentrant
        returns (uint256 paid)
    {
        paid = _settle(payee, token, rows, true);
    }

    /// @inheritdoc IPaymentChannels
    function settleMany(Settlement[] calldata settlements) external nonReentrant {
        for (uint256 i = 0; i < settlements.length; ++i) {
            _settle(settlements[i].payee, settlements[i].token, settlements[i].rows, false);
        }
    }

    /// @inheritdoc IPaymentChannels
    function close(ChannelKey calldata key, uint96 cumulative, bytes32 r, bytes32 vs) external nonReentrant {
        if (!(key.payee == payeeOf(msg.sender))) revert PaymentChannels_NotPayee(msg.sender, key.payee);
        (bytes32 channelId, PackedChannel channel) = _running(key);
        uint96 settled = channel.settled();
        uint96 due;
        if (cumulative > settled) {
            bytes32 digest = voucherDigest(key.payer, key.payee, key.token, key.salt, cumulative);
            if (ECDSA.tryRecover(digest, r, vs) != key.sessionKey) {
                revert PaymentChannels_SignatureInvalid(key.sessionKey, digest);
            }
            due = channel.dueOf(cumulative);
        }
        _close(key, channelId, channel, settled + due);
        _pay(key.payee, key.token, due);
    }

    /* VIEWS */

    /// @inheritdoc IPaymentChannels
    function channelIdOf(ChannelKey calldata key) external view returns (bytes32) {
        return key.idOf(CHAIN_ID);
    }

    /// @inheritdoc IPaymentChannels
    function channelOf(bytes32 channelId) external view returns (Channel memory) {
        return _channels[channelId].unpack();
    }

    /// @inheritdoc IPaymentChannels
    function voucherDigest(address payer, Payee payee, address token, uint64 salt, uint96 cumulative)
        public
        view
        returns (bytes32)
    {
        return _hashTypedData(
            keccak256(abi.encode(VoucherRows.PLAIN_TYPEHASH, payer, payee, token, salt, cumulative))
        );
    }

    /// @inheritdoc IPaymentChannels
    function tickVoucherDigest(
        address payer,
        Payee payee,
        address token,
        uint64 salt,
        uint96 cumulative,
        bytes32 tickRoot,
        uint96 tickValue
    ) external view returns (bytes32) {
        bytes memory voucher = abi.encode(
            VoucherRows.TICK_TYPEHASH, payer, payee, token, salt, cumulative, tickRoot, tickValue
        );
        return _hashTypedData(keccak256(voucher));
    }

    /// @inheritdoc IPaymentChannels
    function openDigest(Opening calldata opening) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(OPEN_TYPEHASH, opening)));
    }

    /// @inheritdoc IPaymentChannels
    function closeConsentDigest(bytes32 channelId, uint96 settled, uint40 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedData(keccak256(abi.encode(CLOSE_CONSENT_TYPEHASH, channelId, settled, deadline)));
    }

    /// @inheritdoc IPaymentChannels
    function refundConsentDigest(bytes32 channelId, uint96 amount, uint64 nonce, uint40 deadline)
        public
        view
        returns (bytes32)
    {
        bytes memory consent = abi.encode(REFUND_CONSENT_TYPEHASH, channelId, amount, nonce, deadline);
        return _hashTypedData(keccak256(consent));
    }

    /* INTERNAL */

    function _open(ChannelKey memory key, uint24 windowSec, uint256 received)
        private
        returns (bytes32 channelId)
    {
        _requirePayable(key.payee, key.token);
        if (key.sessionKey == address(0)) revert PaymentChannels_SessionKeyZero();
        if (received == 0) revert PaymentChannels_NoDeposit();
        if (windowSec < MINIMUM_WINDOW || windowSec > MAXIMUM_WINDOW) {
            revert PaymentChannels_WindowOutOfRange(windowSec, MINIMUM_WINDOW, MAXIMUM_WINDOW);
        }
        channelId = key.idInMemory(CHAIN_ID);
        if (_channels[channelId].isUsed()) revert PaymentChannels_AlreadyUsed(channelId);
        uint96 deposit = received.toUint96();
        _channels[channelId] = packChannel(deposit, 0, 0, windowSec);
        emit Opened(channelId, key.payer, key.payee, key.token, key.salt, key.sessionKey, windowSec, deposit);
    }

    /// @dev The digest is the nonce of an EIP-3009 authorization, so the authorization can fund this opening alone.
    function _openSigned(Opening calldata opening, bytes32 digest, Funding calldata funding)
        private
        returns (bytes32)
    {
        _requireInTime(opening.deadline);
        ChannelKey calldata key = opening.key;
        uint256 received = _takeFrom(key.payer, key.token, opening.deposit, funding, digest);
        return _open(key, opening.windowSec, received);
    }

    function _topUp(ChannelKey calldata key, uint256 received) private {
        bytes32 channelId = key.idOf(CHAIN_ID);
        PackedChannel channel = _channels[channelId];
        if (channel.status() != ChannelStatus.Open) revert PaymentChannels_NotOpen(channelId);
        _channels[channelId] = channel.toppedUp(received);
        emit ToppedUp(channelId, received);
    }

    function _settle(Payee payee, address token, bytes calldata rows, bool ticks)
        private
        returns (uint256 total)
    {
        uint256 rowBytes = ticks ? VoucherRows.TICK_BYTES : VoucherRows.PLAIN_BYTES;
        if (rows.length % rowBytes != 0) revert PaymentChannels_RowsMalformed(rows.length);
        bytes memory sums;
        (total, sums) = VoucherRows.settle(
            _channels, VoucherContext(CHAIN_ID, _domainSeparator(), payee, token, ticks), rows
        );
        if (total == 0) return 0;
        emit Settled(payee, token, sums);
        _pay(payee, token, total);
    }

    function _close(ChannelKey calldata key, bytes32 channelId, PackedChannel channel, uint96 settled)
        private
    {
        _channels[channelId] = channel.closed(settled, block.timestamp);
        uint96 rest = channel.deposit() - settled;
        emit Closed(channelId, settled, rest);
        _pay(payeeOf(key.payer), key.token, rest);
    }

    /// @dev Loads a channel that is open or closing.
    function _running(ChannelKey calldata key)
        private
        view
        returns (bytes32 channelId, PackedChannel channel)
    {
        channelId = key.idOf(CHAIN_ID);
        channel = _channels[channelId];
        if (!channel.isRunning()) revert PaymentChannels_NotOpen(channelId);
    }

    function _requireConsent(Payee payee, bytes32 digest, bytes calldata consent) private view {
        bool consents = payee.isAddress() && payee.toAddress().isBy(digest, consent);
        if (!consents) revert PaymentChannels_ConsentInvalid(payee, digest);
    }

    function _requireInTime(uint40 deadline) private view {
        if (block.timestamp > deadline) revert PaymentChannels_DeadlinePassed(deadline);
    }
}
