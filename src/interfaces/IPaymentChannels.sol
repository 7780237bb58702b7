// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPasskeyVerifier} from "src/interfaces/IPasskeyVerifier.sol";
import {Channel, ChannelKey, Settlement} from "src/types/Channel.sol";
import {Funding} from "src/types/Funding.sol";
import {Opening} from "src/types/Opening.sol";
import {Payee} from "src/types/Payee.sol";

/// @title PaymentChannels
/// @notice Prepaid accounts, payer to payee, drawn down by signed vouchers. A voucher says "in this channel, I
/// owe `cumulative` in total", so the payer never posts a state, and an old voucher harms no party.
/// @dev Every signature is EIP-712, domain "Tributary", version "1", and over a type of its own, so no signature can be used
/// for another purpose:
/// - by the channel's session key: `Voucher(address payer,bytes32 payee,address token,uint64 salt,uint96 cumulative)`, and
///   `TickVoucher(…,uint96 cumulative,bytes32 tickRoot,uint96 tickValue)`, which adds `tickValue` to `cumulative` for each
///   revealed tick of a hash chain: tick k, hashed k times (keccak256), gives `tickRoot`;
/// - by the payer: `Open(address payer,bytes32 payee,address token,uint64 salt,address sessionKey,uint24 windowSec,uint96 deposit,uint40 deadline)`;
/// - by the payee: `CloseConsent(bytes32 channelId,uint96 settled,uint40 deadline)`,
///   `RefundConsent(bytes32 channelId,uint96 amount,uint64 nonce,uint40 deadline)`.
/// `deadline` is the last second at which the signature is good. Payers and payees sign by the key of their address, EIP-7702
/// code or not, or by ERC-1271.
interface IPaymentChannels {
    event Opened(
        bytes32 indexed channelId,
        address indexed payer,
        Payee indexed payee,
        address token,
        uint64 salt,
        address sessionKey,
        uint24 windowSec,
        uint96 deposit
    );
    /// @notice The passkey (`x`, `y`) may open channels for `payer`; zeros: none may.
    event PasskeySet(address indexed payer, bytes32 x, bytes32 y);
    event ToppedUp(bytes32 indexed channelId, uint256 received);
    /// @notice `amount` wei of an open channel returned to the payer.
    /// @param nonce Of the payee's consent: used now, for this channel.
    event Refunded(bytes32 indexed channelId, uint96 amount, uint64 nonce);
    /// @notice Vouchers were settled.
    /// @param sums 44 bytes for each channel that paid: `channelId 32 ‖ settled 12`, where `settled` is the sum of all payments
    /// of the channel.
    event Settled(Payee indexed payee, address indexed token, bytes sums);
    /// @param closesAt When anyone may {finalize}, in seconds.
    event CloseStarted(bytes32 indexed channelId, uint40 closesAt);
    /// @param settled The sum of all payments of the channel, in wei.
    /// @param refunded The rest, which returned to the payer, in wei.
    event Closed(bytes32 indexed channelId, uint96 settled, uint96 refunded);

    /// @notice The deposit holds only `available` wei for this.
    error PaymentChannels_AboveDeposit(uint96 asked, uint96 available);
    /// @notice The id was used before: choose another salt or session key.
    error PaymentChannels_AlreadyUsed(bytes32 channelId);
    /// @notice The payee was paid `settled` wei before, which cannot be taken back.
    error PaymentChannels_BelowSettled(uint96 asked, uint96 settled);
    /// @notice The payee is no address, or did not sign `digest`.
    error PaymentChannels_ConsentInvalid(Payee payee, bytes32 digest);
    /// @notice A consent with this nonce was used before: ask the payee for a consent with another.
    error PaymentChannels_ConsentUsed(bytes32 channelId, uint64 nonce);
    /// @notice The signature was good until `deadline`, in seconds: ask for a new one.
    error PaymentChannels_DeadlinePassed(uint40 deadline);
    /// @notice Nothing of the deposit arrived.
    error PaymentChannels_NoDeposit();
    /// @notice The payer must call {startClose} first.
    error PaymentChannels_NotClosing(bytes32 channelId);
    /// @notice No such channel is open: the id is the hash of payer, payee, token, salt and session key; check them.
    error PaymentChannels_NotOpen(bytes32 channelId);
    error PaymentChannels_NotPayee(address caller, Payee payee);
    error PaymentChannels_NotPayer(address caller, address payer);
    /// @notice `length` is no multiple of the length of a row.
    error PaymentChannels_RowsMalformed(uint256 length);
    error PaymentChannels_SessionKeyZero();
    /// @notice `signer` did not sign `digest`.
    error PaymentChannels_SignatureInvalid(address signer, bytes32 digest);
    /// @notice The channel may be finalized from `closesAt` on, in seconds.
    error PaymentChannels_TooEarly(uint40 closesAt);
    error PaymentChannels_WindowOutOfRange(uint24 windowSec, uint24 minimum, uint24 maximum);

    /* PAYERS */

    /// @notice Opens a channel from the caller, taking the deposit by allowance, or as ETH that is sent along.
    /// @dev Emits an {Opened} event.
    /// Requirements:
    /// - the channel's id was never used;
    /// - `payee` is an address other than zero and this contract, or a registered split with `token` that of the SplitRollup;
    /// - `sessionKey` is not zero, and a part of the deposit arrives;
    /// - `windowSec` lies between {MINIMUM_WINDOW} and {MAXIMUM_WINDOW}.
    /// @param token The ERC-20, or 0 for ETH.
    /// @param sessionKey The EOA that signs vouchers. A stolen key can lose this deposit at most, to this payee.
    /// @param windowSec How long the payee can settle a last voucher after the payer starts a close.
    /// @param deposit In wei. The part that arrives counts.
    function open(
        Payee payee,
        address token,
        uint64 salt,
        address sessionKey,
        uint24 windowSec,
        uint96 deposit
    ) external payable returns (bytes32 channelId);

    /// @notice Opens a channel like {open}, taking the deposit by permit, Permit2, EIP-3009 or the caller's prepaid balance.
    function openWith(
        Payee payee,
        address token,
        uint64 salt,
        address sessionKey,
        uint24 windowSec,
        uint96 deposit,
        Funding calldata funding
    ) external payable returns (bytes32 channelId);

    /// @notice Opens a channel like {open}, as the payer signed, taking the deposit from the payer by `funding`. Anyone may call.
    /// @dev Emits an {Opened} event. Notes:
    /// - the payer signs the amount, and the caller names the source: the payer's prepaid balance, an allowance, or what the
    ///   payer signed for the token;
    /// - the nonce of an EIP-3009 authorization is {openDigest}, so the authorization can fund no other opening.
    /// Requirements: those of {open}; the deadline has not passed.
    /// @param signature The payer's signature of {openDigest}: by an EOA, by ERC-1271, or by ERC-6492 for a wallet that is not
    /// deployed yet. A signature can be used once, since an id can.
    function openFor(Opening calldata opening, Funding calldata funding, bytes calldata signature)
        external
        returns (bytes32 channelId);

    /// @notice Opens a channel like {openFor}, as the payer's passkey (`x`, `y`) signed.
    /// @param assertion The passkey's assertion, with {openDigest} as the challenge; see {IPasskeyVerifier.isValid}.
    function openByPasskey(
        Opening calldata opening,
        Funding calldata funding,
        bytes32 x,
        bytes32 y,
        bytes calldata assertion
    ) external returns (bytes32 channelId);

    /// @notice Sets the passkey that may open channels for the caller, in place of the last passkey. Zeros remove the passkey.
    /// @dev Emits a {PasskeySet} event.
    /// @param x The first coordinate of the P-256 public key.
    /// @param y The second coordinate.
    function setPasskey(bytes32 x, bytes32 y) external;

    /// @notice Adds `amount` wei to an open channel, from the caller, who need not be the payer.
    /// @dev Emits a {ToppedUp} event. Warning: the unsettled part is refunded to the payer, not to the caller.
    function topUp(ChannelKey calldata key, uint96 amount) external payable;

    /// @notice Tops up like {topUp}, taking the amount by permit, Permit2, EIP-3009 or the caller's prepaid balance.
    function topUpWith(ChannelKey calldata key, uint96 amount, Funding calldata funding) external payable;

    /// @notice Refunds `amount` wei of the unsettled part to the payer, as the payee consents; the channel stays open. Anyone may
    /// call.
    /// @dev Emits a {Refunded} event. Requirements: the payee is an address and signed {refundConsentDigest}, whose deadline has not
    /// passed; a nonce serves once in a channel, so a consent that is signed anew, with a later deadline or another amount,
    /// replaces the earlier one.
    function refund(
        ChannelKey calldata key,
        uint96 amount,
        uint64 nonce,
        uint40 deadline,
        bytes calldata consent
    ) external;

    /// @notice Closes a channel at once: the payee is paid up to `settled` wei in total, the payer is refunded the rest.
    /// @dev Emits a {Closed} event. Requirements:
    /// - the caller is the payer, and the payee is an address and signed {closeConsentDigest}, whose deadline has not passed;
    /// - `settled` lies between the sum that was settled before and the deposit.
    function closeWithConsent(
        ChannelKey calldata key,
        uint96 settled,
        uint40 deadline,
        bytes calldata consent
    ) external;

    /// @notice Starts the payer's close. After the window anyone may {finalize}.
    /// @dev Emits a {CloseStarted} event. Requirements: the caller is the payer, and the channel is open.
    function startClose(ChannelKey calldata key) external;

    /// @notice Closes a channel whose window has passed, and refunds the payer. Anyone may call.
    /// @dev Emits a {Closed} event. Requirements: the payer started a close, and the window has passed.
    function finalize(ChannelKey calldata key) external;

    /* PAYEES */

    /// @notice Pays `payee` the amounts that vouchers of many channels owe, in one payment.
    /// @dev Emits a {Settled} event if anything is paid.
    /// Notes:
    /// - anyone may call; only `payee` can be paid;
    /// - a row pays the deposit at most; a larger voucher is cut, not rejected (PAY-4);
    /// - a row of a wrong signer, of an unknown or closed channel, or at or below the settled sum is skipped, and
    ///   stops no other row (PAY-3);
    /// - vouchers still settle after a close was started, until the channel is finalized.
    /// @param rows 104 bytes each: `payer 20 ‖ salt 8 ‖ cumulative 12 ‖ r 32 ‖ vs 32` (EIP-2098).
    /// @return paid The sum that the channels paid now, in wei.
    function settle(Payee payee, address token, bytes calldata rows) external returns (uint256 paid);

    /// @notice Settles like {settle}, for vouchers with ticks.
    /// @param rows 149 bytes each: `payer 20 ‖ salt 8 ‖ cumulative 12 ‖ tickValue 12 ‖ ticks 1 ‖ tick 32 ‖ r 32 ‖ vs 32`. `tick`, hashed
    /// `ticks` times, gives the signed root; a row of more than 64 ticks is skipped.
    function settleTicks(Payee payee, address token, bytes calldata rows) external returns (uint256 paid);

    /// @notice Settles like {settle}, for many payees and tokens.
    function settleMany(Settlement[] calldata settlements) external;

    /// @notice Closes a channel at once: the caller is paid by a last voucher, the payer is refunded the rest.
    /// @dev Emits a {Closed} event. Requirements:
    /// - the caller is the payee, so a split cannot call;
    /// - the channel is open or closing;
    /// - `r` and `vs` (EIP-2098) are the session key's signature of the voucher, unless `cumulative` was settled before.
    /// @param cumulative The total that the voucher owes; the deposit is paid at most. 0: without a voucher.
    function close(ChannelKey calldata key, uint96 cumulative, bytes32 r, bytes32 vs) external;

    /* VIEWS */

    /// @return The id of the channel, on this contract and the chain of its deployment.
    function channelIdOf(ChannelKey calldata key) external view returns (bytes32);

    /// @return The stored state of a channel; all zero for a channel that was never opened.
    function channelOf(bytes32 channelId) external view returns (Channel memory);

    /// @return Whether a payee's consent to a refund was used.
    function consentUsed(bytes32 channelId, uint64 nonce) external view returns (bool);

    /// @return `keccak256(x ‖ y)` of the passkey that may open channels for `payer`; 0 if none may.
    function passkeyHash(address payer) external view returns (bytes32);

    /// @return The digest that a session key signs for a voucher.
    function voucherDigest(address payer, Payee payee, address token, uint64 salt, uint96 cumulative)
        external
        view
        returns (bytes32);

    /// @return The digest that a session key signs for a voucher with ticks.
    function tickVoucherDigest(
        address payer,
        Payee payee,
        address token,
        uint64 salt,
        uint96 cumulative,
        bytes32 tickRoot,
        uint96 tickValue
    ) external view returns (bytes32);

    /// @return The digest that a payer signs for {openFor} and {openByPasskey}.
    function openDigest(Opening calldata opening) external view returns (bytes32);

    /// @return The digest that a payee signs for {closeWithConsent}.
    function closeConsentDigest(bytes32 channelId, uint96 settled, uint40 deadline)
        external
        view
        returns (bytes32);

    /// @return The digest that a payee signs for {refund}.
    function refundConsentDigest(bytes32 channelId, uint96 amount, uint64 nonce, uint40 deadline)
        external
        view
        returns (bytes32);

    /// @return The contract that checks passkeys' signatures.
    function PASSKEY_VERIFIER() external view returns (IPasskeyVerifier);

    /// @return The shortest window, in seconds.
    function MINIMUM_WINDOW() external view returns (uint24);

    /// @return The longest window, in seconds.
    function MAXIMUM_WINDOW() external view returns (uint24);
}
