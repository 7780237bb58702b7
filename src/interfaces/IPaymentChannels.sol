// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPasskeyVerifier} from "src/interfaces/IPasskeyVerifier.sol";
import {Channel, ChannelKey, Settlement} from "src/types/Channel.sol";
import {Funding} from "src/types/Funding.sol";
import {Payee} from "src/types/Payee.sol";

/// @title PaymentChannels
/// @notice Prepaid accounts, payer to payee, drawn down by signed vouchers. A voucher says "in this channel, I
/// owe `cumulative` in total", so the payer never posts a state, and an old voucher can hurt nobody.
/// @dev Everything signed is EIP-712, domain "Tributary", version "1", and of a type of its own, so no signature serves
/// for anything but what it says:
/// - by the channel's session key: `Voucher(address payer,bytes32 payee,address token,uint64 salt,uint96 cumulative)`, and
///   `TickVoucher(…,uint96 cumulative,bytes32 tickRoot,uint96 tickValue)`, which adds to `cumulative` as many `tickValue` as ticks
///   of a hash chain are revealed: tick k is what hashed k times (keccak256) gives `tickRoot`;
/// - by the payer: `Open(address payer,bytes32 payee,address token,uint64 salt,address sessionKey,uint24 windowSec,uint96 deposit)`;
/// - by the payee: `CloseConsent(bytes32 channelId,uint96 claimed)`, `RefundConsent(bytes32 channelId,uint96 amount,uint64 nonce)`.
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
    event PasskeySet(address indexed payer, bytes32 x, bytes32 y);
    event ToppedUp(bytes32 indexed channelId, uint256 received);
    event Refunded(bytes32 indexed channelId, uint96 amount);
    /// @notice What was claimed by vouchers: in `claims`, for each channel that paid, 44 bytes `channelId 32 ‖ claimed 12`, where
    /// `claimed` is all that the channel ever paid.
    event Settled(Payee indexed payee, address indexed token, bytes claims);
    event CloseStarted(bytes32 indexed channelId, uint40 closesAt);
    event Closed(bytes32 indexed channelId, uint96 claimed, uint96 refunded);

    error PaymentChannels_AboveDeposit(uint96 asked, uint96 available);
    error PaymentChannels_AlreadyUsed(bytes32 channelId);
    error PaymentChannels_BelowClaimed(uint96 asked, uint96 claimed);
    error PaymentChannels_ConsentInvalid(Payee payee, bytes32 digest);
    error PaymentChannels_ConsentUsed(bytes32 digest);
    error PaymentChannels_NoDeposit();
    error PaymentChannels_NotClosing(bytes32 channelId);
    error PaymentChannels_NotOpen(bytes32 channelId);
    error PaymentChannels_NotPayee(address caller, Payee payee);
    error PaymentChannels_NotPayer(address caller, address payer);
    error PaymentChannels_RowsMalformed(uint256 length);
    error PaymentChannels_SessionKeyZero();
    error PaymentChannels_SignatureInvalid(address signer, bytes32 digest);
    error PaymentChannels_TooEarly(uint40 closesAt);
    error PaymentChannels_WindowOutOfRange(uint24 windowSec, uint24 minimum, uint24 maximum);

    /* PAYERS */

    /// @notice Opens a channel from the caller, and takes its deposit by allowance, or as ETH that is sent along.
    /// @dev Emits an {Opened} event.
    /// Requirements:
    /// - the channel's id was never used;
    /// - `payee` is an address, or a registered split and `token` the one of the SplitRollup;
    /// - `sessionKey` is not zero, and something of the deposit arrives;
    /// - `windowSec` lies between {MINIMUM_WINDOW} and {MAXIMUM_WINDOW}.
    /// @param token The ERC-20, or 0 for ETH.
    /// @param sessionKey The EOA that signs vouchers: what it can lose is this deposit, to this payee.
    /// @param windowSec How long the payee has, after the payer starts a close, to settle its last voucher.
    /// @param deposit In wei. What counts is what arrives.
    function open(
        Payee payee,
        address token,
        uint64 salt,
        address sessionKey,
        uint24 windowSec,
        uint96 deposit
    ) external payable returns (bytes32 channelId);

    /// @notice {open}, funded by permit, by Permit2, or out of the caller's account.
    function openWith(
        Payee payee,
        address token,
        uint64 salt,
        address sessionKey,
        uint24 windowSec,
        uint96 deposit,
        Funding calldata funding
    ) external payable returns (bytes32 channelId);

    /// @notice {open} by anyone, as `key.payer` signed, out of what the payer prepaid.
    /// @param signature Of {openDigest}, by an EOA, by ERC-1271, or by ERC-6492 for a wallet that is not deployed yet. It can be
    /// used once, since an id can.
    function openFor(ChannelKey calldata key, uint24 windowSec, uint96 deposit, bytes calldata signature)
        external
        returns (bytes32 channelId);

    /// @notice {openFor}, signed by the passkey that the payer named.
    /// @param assertion See {IPasskeyVerifier.isValid}; its challenge is {openDigest}.
    function openByPasskey(
        ChannelKey calldata key,
        uint24 windowSec,
        uint96 deposit,
        bytes32 x,
        bytes32 y,
        bytes calldata assertion
    ) external returns (bytes32 channelId);

    /// @notice Names the passkey that may open channels for the caller, instead of the one before. Zeros name none.
    /// @dev Emits a {PasskeySet} event.
    /// @param x Of the P-256 public key.
    function setPasskey(bytes32 x, bytes32 y) external;

    /// @notice Adds `amount` wei to an open channel, from the caller, who need not be the payer.
    /// @dev Emits a {ToppedUp} event. Warning: what is not claimed is refunded to the payer, not to the caller.
    function topUp(ChannelKey calldata key, uint96 amount) external payable;

    /// @notice {topUp}, funded by permit, by Permit2, or out of the caller's account.
    function topUpWith(ChannelKey calldata key, uint96 amount, Funding calldata funding) external payable;

    /// @notice Gives back `amount` of what is not claimed, as the payee consents; the channel stays as it is. Anyone may call.
    /// @dev Emits a {Refunded} event. Requirements: the payee is an address and signed {refundConsentDigest}, which can be used once.
    function refund(ChannelKey calldata key, uint96 amount, uint64 nonce, bytes calldata consent) external;

    /// @notice Closes a channel at once: the payee gets what brings its total to `claimed`, the payer the rest.
    /// @dev Emits a {Closed} event. Requirements:
    /// - the caller is the payer, and the payee is an address and signed {closeConsentDigest};
    /// - `claimed` lies between what was claimed before and the deposit.
    function closeWithConsent(ChannelKey calldata key, uint96 claimed, bytes calldata consent) external;

    /// @notice Starts the payer's close. After the window anyone may {finalize}.
    /// @dev Emits a {CloseStarted} event. Requirements: the caller is the payer, and the channel is open.
    function startClose(ChannelKey calldata key) external;

    /// @notice Closes a channel whose window has passed, and refunds the payer.
    /// @dev Emits a {Closed} event.
    function finalize(ChannelKey calldata key) external;

    /* PAYEES */

    /// @notice Pays `payee` what vouchers of many of its channels say, in one payment.
    /// @dev Emits a {Settled} event if anything is paid.
    /// Notes:
    /// - anyone may call it; it can pay nobody but `payee`;
    /// - a row pays the deposit at most; a larger voucher is cut, not rejected (PAY-4);
    /// - a row of a wrong signer, an unknown or closed channel, or at or below what was claimed is skipped, and
    ///   stops no other row (PAY-3);
    /// - vouchers still settle after a close was started, until somebody finalizes it.
    /// @param rows 104 bytes each: `payer 20 ‖ salt 8 ‖ cumulative 12 ‖ r 32 ‖ vs 32` (EIP-2098).
    /// @return paid What the channels paid now, in wei.
    function settle(Payee payee, address token, bytes calldata rows) external returns (uint256 paid);

    /// @notice {settle} for vouchers with ticks.
    /// @param rows 149 bytes each: `payer 20 ‖ salt 8 ‖ cumulative 12 ‖ tickValue 12 ‖ ticks 1 ‖ tick 32 ‖ r 32 ‖ vs 32`. `tick` is what
    /// hashed `ticks` times, 0 to 64, gives the signed root; a row that says more is skipped.
    function settleTicks(Payee payee, address token, bytes calldata rows) external returns (uint256 paid);

    /// @notice {settle} for many payees and tokens.
    function settleMany(Settlement[] calldata settlements) external;

    /// @notice Closes a channel at once: pays the caller its last voucher, and the payer the rest.
    /// @dev Emits a {Closed} event. Requirements:
    /// - the caller is the payee, which therefore is an address;
    /// - the channel is open or closing;
    /// - `r` and `vs` (EIP-2098) are the session key's signature of the voucher, unless `cumulative` was claimed before.
    /// @param cumulative Of the voucher; the deposit is paid at most. 0: without a voucher.
    function close(ChannelKey calldata key, uint96 cumulative, bytes32 r, bytes32 vs) external;

    /* VIEWS */

    /// @return The id that names the channel on this contract, and the chain that it was deployed on.
    function channelIdOf(ChannelKey calldata key) external view returns (bytes32);

    /// @return What stands about a channel; all zero for one that was never opened.
    function channelOf(bytes32 channelId) external view returns (Channel memory);

    /// @return Whether a payee's consent to a refund was used.
    function consentUsed(bytes32 digest) external view returns (bool);

    /// @return `keccak256(x ‖ y)` of the passkey that may open channels for `payer`; 0: none.
    function passkeyHash(address payer) external view returns (bytes32);

    /// @return What a session key signs for a voucher.
    function voucherDigest(address payer, Payee payee, address token, uint64 salt, uint96 cumulative)
        external
        view
        returns (bytes32);

    /// @return What a session key signs for a voucher with ticks.
    function tickVoucherDigest(
        address payer,
        Payee payee,
        address token,
        uint64 salt,
        uint96 cumulative,
        bytes32 tickRoot,
        uint96 tickValue
    ) external view returns (bytes32);

    /// @return What a payer signs for {openFor} and {openByPasskey}.
    function openDigest(ChannelKey calldata key, uint24 windowSec, uint96 deposit)
        external
        view
        returns (bytes32);

    /// @return What a payee signs for {closeWithConsent}.
    function closeConsentDigest(bytes32 channelId, uint96 claimed) external view returns (bytes32);

    /// @return What a payee signs for {refund}.
    function refundConsentDigest(bytes32 channelId, uint96 amount, uint64 nonce)
        external
        view
        returns (bytes32);

    /// @return Who checks what passkeys sign.
    function PASSKEY_VERIFIER() external view returns (IPasskeyVerifier);

    /// @return The shortest window, in seconds.
    function MINIMUM_WINDOW() external view returns (uint24);

    /// @return The longest window, in seconds.
    function MAXIMUM_WINDOW() external view returns (uint24);
}
