// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ChannelKey} from "src/types/Channel.sol";

/// @notice A channel as its payer signs it for others to open.
/// @param deposit In wei, of the payer.
/// @param deadline The last second at which the signature is good.
struct Opening {
    ChannelKey key;
    uint24 windowSec;
    uint96 deposit;
    uint40 deadline;
}
