// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Channel} from "src/types/Channel.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";

contract PaymentChannels_ChannelOf_Test is ChannelScene {
    function test_GivenTheChannelWasNeverOpened() external view {
        _assert(0, 0, 0, 0);
    }

    function test_GivenTheChannelIsOpen() external {
        open(keyOf(1));
        settle(keyOf(1), row(keyOf(1), 3e18));
        _assert(DEPOSIT, 3e18, 0, WINDOW);
    }

    function test_GivenTheChannelIsClosing() external {
        open(keyOf(1));
        startClose(keyOf(1));
        _assert(DEPOSIT, 0, uint40(block.timestamp) + WINDOW, WINDOW);
    }

    function test_GivenTheChannelIsClosed() external {
        openAndClose(keyOf(1));
        _assert(DEPOSIT, 0, uint40(block.timestamp), 0);
    }

    function _assert(uint96 deposit, uint96 settled, uint40 closesAt, uint24 windowSec) private view {
        Channel memory channel = channelOf(keyOf(1));
        assertEq(channel.deposit, deposit);
        assertEq(channel.settled, settled);
        assertEq(channel.closesAt, closesAt);
        assertEq(channel.windowSec, windowSec);
    }
}
