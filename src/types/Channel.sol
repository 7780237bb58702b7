// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Payee} from "src/types/Payee.sol";

/// @notice What names a channel; its hash, with the chain and the contract, is the channel's id.
/// @param payer Who deposited, and who is refunded.
/// @param payee Who is paid, and nobody else can be.
/// @param token The ERC-20 that is paid; 0 for ETH.
/// @param salt Tells apart the channels of the same parties. A used one can never be used again.
/// @param sessionKey The key that signs vouchers; the payer chose it at open.
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

/// @notice What stands about a channel.
struct Channel {
    uint96 deposit;
    uint96 claimed;
    uint40 closesAt;
    uint24 windowSec;
}

/// @notice All that a channel stores: one slot.
///
/// | bits    | field     | unit                                                                       |
/// | 0–95    | deposit   | wei, all that was put in, less what was refunded while it was open          |
/// | 96–191  | claimed   | wei, all that was ever paid out to the payee                                |
/// | 192–231 | closesAt  | seconds: from when it may be finalized, or when it was closed; 0: neither   |
/// | 232–255 | windowSec | seconds; 0: closed for ever, or never opened                                |
type ChannelSlot is uint256;

/// @notice None: never opened. Open: takes vouchers. Closing: the payer started a close, vouchers still
/// settle until somebody finalizes. Closed: for ever.
enum ChannelStatus {
    None,
    Open,
    Closing,
    Closed
}

using {deposit, claimed, closesAt, windowSec, status, unpack} for ChannelSlot global;

// forge-lint: disable-start(unsafe-typecast) each cast keeps one field

function deposit(ChannelSlot slot) pure returns (uint96) {
    return uint96(ChannelSlot.unwrap(slot));
}

function claimed(ChannelSlot slot) pure returns (uint96) {
    return uint96(ChannelSlot.unwrap(slot) >> 96);
}

function closesAt(ChannelSlot slot) pure returns (uint40) {
    return uint40(ChannelSlot.unwrap(slot) >> 192);
}

function windowSec(ChannelSlot slot) pure returns (uint24) {
    return uint24(ChannelSlot.unwrap(slot) >> 232);
}

// forge-lint: disable-end(unsafe-typecast)

function status(ChannelSlot slot) pure returns (ChannelStatus) {
    if (slot.windowSec() != 0) {
        return slot.closesAt() == 0 ? ChannelStatus.Open : ChannelStatus.Closing;
    }
    // when it was closed is the tombstone that keeps an id from being used again
    return slot.closesAt() == 0 ? ChannelStatus.None : ChannelStatus.Closed;
}

function unpack(ChannelSlot slot) pure returns (Channel memory) {
    return Channel(slot.deposit(), slot.claimed(), slot.closesAt(), slot.windowSec());
}

function packChannel(uint256 deposit_, uint256 claimed_, uint256 closesAt_, uint256 windowSec_)
    pure
    returns (ChannelSlot)
{
    return ChannelSlot.wrap(deposit_ | claimed_ << 96 | closesAt_ << 192 | windowSec_ << 232);
}
