// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {Payee} from "src/types/Payee.sol";

/// @notice Names a channel; the hash of the key, with the chain and the contract, is the channel's id.
/// @param payer The account that deposited, and is refunded.
/// @param payee The only party that the channel can pay.
/// @param token The ERC-20 that is paid; 0 for ETH.
/// @param salt Tells apart the channels of the same parties. A used salt can never be used again by the same parties.
/// @param sessionKey The key that signs vouchers, chosen by the payer at open.
struct ChannelKey {
    address payer;
    Payee payee;
    address token;
    uint64 salt;
    address sessionKey;
}

/// @notice Vouchers of one payee and token, for {IPaymentChannels.settleMany}.
struct Settlement {
    Payee payee;
    address token;
    bytes rows;
}

/// @notice The stored state of a channel, unpacked; units as in {PackedChannel}.
struct Channel {
    uint96 deposit;
    uint96 settled;
    uint40 closesAt;
    uint24 windowSec;
}

/// @notice The stored state of a channel: one storage word.
///
/// | bits    | field     | unit                                                                               |
/// | 0–95    | deposit   | wei, the sum of all deposits, less the refunds while the channel was open          |
/// | 96–191  | settled   | wei, the sum of all payments to the payee                                          |
/// | 192–231 | closesAt  | seconds, from when the channel may be finalized, or when it was closed; 0: neither |
/// | 232–255 | windowSec | seconds; 0: closed for ever, or never opened                                       |
type PackedChannel is uint256;

/// @notice None: never opened. Open: takes vouchers. Closing: the payer started a close, and vouchers still
/// settle until anyone finalizes. Closed: for ever.
enum ChannelStatus {
    None,
    Open,
    Closing,
    Closed
}

using {
    deposit,
    settled,
    closesAt,
    windowSec,
    unsettled,
    dueOf,
    isUsed,
    isRunning,
    status,
    toppedUp,
    refunded,
    closing,
    closed,
    unpack
} for PackedChannel global;

/* FIELDS */

// forge-lint: disable-start(unsafe-typecast) each cast keeps one field

function deposit(PackedChannel channel) pure returns (uint96) {
    return uint96(PackedChannel.unwrap(channel));
}

function settled(PackedChannel channel) pure returns (uint96) {
    return uint96(PackedChannel.unwrap(channel) >> 96);
}

function closesAt(PackedChannel channel) pure returns (uint40) {
    return uint40(PackedChannel.unwrap(channel) >> 192);
}

function windowSec(PackedChannel channel) pure returns (uint24) {
    return uint24(PackedChannel.unwrap(channel) >> 232);
}

// forge-lint: disable-end(unsafe-typecast)

/// @return The part of the deposit that was not settled, in wei.
function unsettled(PackedChannel channel) pure returns (uint96) {
    return channel.deposit() - channel.settled();
}

/// @return The amount that a voucher over `cumulative` adds to what was settled, in wei: up to the deposit (PAY-4).
function dueOf(PackedChannel channel, uint96 cumulative) pure returns (uint96) {
    (uint96 most, uint96 before) = (channel.deposit(), channel.settled());
    if (cumulative > most) cumulative = most;
    return cumulative > before ? cumulative - before : 0;
}

/// @return Whether the channel was ever opened.
function isUsed(PackedChannel channel) pure returns (bool) {
    return PackedChannel.unwrap(channel) != 0;
}

/// @return Whether the channel is open or closing.
function isRunning(PackedChannel channel) pure returns (bool) {
    return channel.windowSec() != 0;
}

function status(PackedChannel channel) pure returns (ChannelStatus) {
    if (channel.isRunning()) {
        return channel.closesAt() == 0 ? ChannelStatus.Open : ChannelStatus.Closing;
    }
    // the time of the close is the tombstone that keeps an id from being used again
    return channel.closesAt() == 0 ? ChannelStatus.None : ChannelStatus.Closed;
}

function unpack(PackedChannel channel) pure returns (Channel memory) {
    return Channel(channel.deposit(), channel.settled(), channel.closesAt(), channel.windowSec());
}

/* CHANGES */

/// @return The channel with `amount` more in the deposit. Reverts if the sum does not fit 96 bits.
function toppedUp(PackedChannel channel, uint256 amount) pure returns (PackedChannel) {
    SafeCastLib.toUint96(channel.deposit() + amount);
    return PackedChannel.wrap(PackedChannel.unwrap(channel) + amount);
}

/// @return The channel with `amount` less in the deposit. `amount` must be at most {unsettled}.
function refunded(PackedChannel channel, uint96 amount) pure returns (PackedChannel) {
    return PackedChannel.wrap(PackedChannel.unwrap(channel) - amount);
}

/// @return The channel, which is open, closing at `time`.
function closing(PackedChannel channel, uint40 time) pure returns (PackedChannel) {
    return PackedChannel.wrap(PackedChannel.unwrap(channel) | uint256(time) << 192);
}

/// @return The channel closed for ever at `time`, with `settled_` paid in total.
function closed(PackedChannel channel, uint96 settled_, uint256 time) pure returns (PackedChannel) {
    return packChannel(channel.deposit(), settled_, time, 0);
}

/// @dev The caller guarantees that each value fits its field.
function packChannel(uint256 deposit_, uint256 settled_, uint256 closesAt_, uint256 windowSec_)
    pure
    returns (PackedChannel)
{
    return PackedChannel.wrap(deposit_ | settled_ << 96 | closesAt_ << 192 | windowSec_ << 232);
}
