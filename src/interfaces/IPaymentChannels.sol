// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Channel, ChannelKey} from "src/types/Channel.sol";
import {Payee} from "src/types/Payee.sol";

/// @title PaymentChannels
/// @notice Prepaid accounts, payer to payee, drawn down by signed vouchers. A voucher says "in this channel, I
/// owe `cumulative` in total", so the payer never posts a state, and an old voucher can hurt nobody.
/// @dev A voucher is the EIP-712 message
/// `Voucher(address payer,bytes32 payee,address token,uint64 salt,uint96 cumulative)`, domain "Tributary",
/// version "1", signed by the channel's session key. Any token is accepted that moves exactly what it is asked to;
/// one that rebases is not supported.
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
    event ToppedUp(bytes32 indexed channelId, address indexed from, uint96 amount, uint96 deposit);
    event Settled(bytes32 indexed channelId, uint96 claimed);
    event PaidOut(Payee indexed payee, address indexed token, uint256 amount, uint256 stillOwed);
    event CloseStarted(bytes32 indexed channelId, uint40 closesAt);
    event Closed(bytes32 indexed channelId, uint96 claimed, uint96 refunded);

    error PaymentChannels_AlreadyUsed(bytes32 channelId);
    error PaymentChannels_NoDeposit();
    error PaymentChannels_NotClosing(bytes32 channelId);
    error PaymentChannels_NotOpen(bytes32 channelId);
    error PaymentChannels_NotPayee(address caller, Payee payee);
    error PaymentChannels_NotPayer(address caller, address payer);
    error PaymentChannels_PayeeInvalid(Payee payee, address token);
    error PaymentChannels_RowsMalformed(uint256 length);
    error PaymentChannels_SessionKeyZero();
    error PaymentChannels_TooEarly(uint40 closesAt);
    error PaymentChannels_TransferInexact(uint256 asked, uint256 received);
    error PaymentChannels_WindowOutOfRange(uint24 windowSec, uint24 minimum, uint24 maximum);

    /// @notice Opens a channel from the caller, and takes its deposit.
    /// @dev Emits an {Opened} event.
    /// Requirements:
    /// - the channel's id was never used;
    /// - `payee` is an address, or a registered split and `token` the one of the SplitRollup;
    /// - `sessionKey` is not zero, and `deposit` above zero;
    /// - `windowSec` lies between {MINIMUM_WINDOW} and {MAXIMUM_WINDOW};
    /// - the caller approved `deposit`, and `token` delivers all of it.
    /// @param windowSec How long the payee has, after the payer starts a close, to settle its last voucher.
    /// @param deposit In wei of `token`.
    function open(
        Payee payee,
        address token,
        uint64 salt,
        address sessionKey,
        uint24 windowSec,
        uint96 deposit
    ) external returns (bytes32 channelId);

    /// @notice Adds `amount` wei to an open channel, from the caller, who need not be the payer.
    /// @dev Emits a {ToppedUp} event. Warning: what is not claimed is refunded to the payer, not to the caller.
    function topUp(ChannelKey calldata key, uint96 amount) external;

    /// @notice Pays `payee` what vouchers of many of its channels say, in one payment.
    /// @dev Emits a {Settled} event for each row that pays, and a {PaidOut} event.
    /// Notes:
    /// - anyone may call it; it can pay nobody but `payee`;
    /// - a row pays the deposit at most; a larger voucher is cut, not rejected (PAY-4);
    /// - a row of a wrong signer, an unknown or closed channel, or at or below what was claimed is skipped, and
    ///   stops no other row (PAY-3);
    /// - vouchers still settle after a close was started, until somebody finalizes it.
    /// @param rows 104 bytes each: `payer 20 ‖ salt 8 ‖ cumulative 12 ‖ r 32 ‖ vs 32` (EIP-2098).
    /// @return paid What the channels paid now, in wei.
    function settle(Payee payee, address token, bytes calldata rows) external returns (uint256 paid);

    /// @notice Settles `rows`, then closes a channel at once and refunds the rest: the payee's consent.
    /// @dev Emits what {settle} emits, and a {Closed} event.
    /// Requirements:
    /// - the caller is the payee, which therefore is an address;
    /// - the channel is open or closing.
    function close(ChannelKey calldata key, bytes calldata rows) external;

    /// @notice Starts the payer's close. After the window anyone may {finalize}.
    /// @dev Emits a {CloseStarted} event. Requirements: the caller is the payer, and the channel is open.
    function startClose(ChannelKey calldata key) external;

    /// @notice Closes a channel whose window has passed, and refunds the payer.
    /// @dev Emits a {Closed} event.
    function finalize(ChannelKey calldata key) external;

    /// @notice Tries again to pay what a failed payment, or one below {LEAST_CREDIT}, left behind.
    /// @dev Emits a {PaidOut} event. Anyone may call it; it can pay nobody but `payee`.
    /// @return paid What was paid now, in wei.
    function payOut(Payee payee, address token) external returns (uint256 paid);

    /// @notice Sends what is owed to the caller to another address, for one that `token` refuses to pay.
    /// @dev Emits a {PaidOut} event. Reverts if `token` refuses `to` as well.
    function payOutTo(address token, address to) external returns (uint256 paid);

    /// @return The id that names the channel on this contract, and the chain that it was deployed on.
    function channelIdOf(ChannelKey calldata key) external view returns (bytes32);

    /// @return What stands about a channel; all zero for one that was never opened.
    function channelOf(bytes32 channelId) external view returns (Channel memory);

    /// @return What waits for `payee` after a payment that could not be made, in wei.
    function owed(Payee payee, address token) external view returns (uint256);

    /// @return The EIP-712 digest of a voucher, which the session key signs.
    function voucherDigest(address payer, Payee payee, address token, uint64 salt, uint96 cumulative)
        external
        view
        returns (bytes32);

    /// @return The least that a split is credited at once, in wei: 100 proving fees, so that they take 1 % at most. What
    /// is less waits in {owed}.
    function LEAST_CREDIT() external view returns (uint256);

    /// @return The shortest window, in seconds.
    function MINIMUM_WINDOW() external view returns (uint24);

    /// @return The longest window, in seconds.
    function MAXIMUM_WINDOW() external view returns (uint24);
}
