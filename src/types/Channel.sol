// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Payee} from "src/types/Payee.sol";

/// @notice What names a channel; its hash, with the chain and the contract, is the channel's id.
/// @param payer Who deposited, and who is refunded.
/// @param payee Who is paid, and nobody else can be.
/// @param token The ERC-20 that is paid.
/// @param salt Tells apart the channels of the same parties. A used one can never be used again.
/// @param sessionKey The key that signs vouchers; the payer chose it at open.
struct ChannelKey {
    address payer;
    Payee payee;
    address token;
    uint64 salt;
    address sessionKey;
}

/// @notice All that a channel stores: one slot.
///
/// | bits    | field     | unit                                          |
/// | 0–95    | deposit   | wei, all that was ever put in                 |
/// | 96–191  | claimed   | wei, all that was ever paid out to the payee  |
/// | 192–231 | closesAt  | seconds, from when it may be finalized; 0: not closing |
/// | 232–255 | windowSec | seconds; 0: closed for ever (or never opened) |
struct Channel {
    uint96 deposit;
    uint96 claimed;
    uint40 closesAt;
    uint24 windowSec;
}

/// @notice None: never opened. Open: takes vouchers. Closing: the payer started a close, vouchers still
/// settle until somebody finalizes. Closed: for ever.
enum ChannelStatus {
    None,
    Open,
    Closing,
    Closed
}

using {status} for Channel global;

function status(Channel memory channel) pure returns (ChannelStatus) {
    if (channel.windowSec != 0) {
        return channel.closesAt == 0 ? ChannelStatus.Open : ChannelStatus.Closing;
    }
    // a channel was opened with a deposit above zero, and a closed one keeps it as its tombstone
    return channel.deposit == 0 ? ChannelStatus.None : ChannelStatus.Closed;
}
