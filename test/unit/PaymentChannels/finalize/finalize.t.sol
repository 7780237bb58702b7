// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {Channel, ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";

contract PaymentChannels_Finalize_Test is ChannelScene {
    function test_RevertGiven_TheChannelWasNeverOpened() external {
        _expectNotClosing();
    }

    function test_RevertGiven_TheChannelIsOpen() external {
        open(keyOf(1));
        _expectNotClosing();
    }

    function test_RevertGiven_TheChannelIsClosed() external {
        openAndClose(keyOf(1));
        _expectNotClosing();
    }

    function test_RevertGiven_TheWindowHasNotPassed() external {
        open(keyOf(1));
        startClose(keyOf(1));
        uint256 closesAt = vm.getBlockTimestamp() + WINDOW;
        vm.warp(closesAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentChannels.PaymentChannels_TooEarly.selector, closesAt));
        channels.finalize(keyOf(1));
    }

    function test_GivenTheWindowHasPassed() external {
        bytes32 channelId = open(keyOf(1));
        settle(keyOf(1), row(keyOf(1), 30e18));
        startClose(keyOf(1));
        vm.warp(block.timestamp + WINDOW);
        uint256 before = stream.balanceOf(PAYER);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Closed(channelId, 30e18, 70e18);
        vm.prank(STRANGER);
        channels.finalize(keyOf(1));

        assertEq(stream.balanceOf(PAYER) - before, 70e18);
        assertTrue(statusOf(channelId) == ChannelStatus.Closed);
        Channel memory channel = channels.channelOf(channelId);
        assertEq(channel.closesAt, block.timestamp, "the tombstone");
        assertEq(channel.deposit, DEPOSIT);
        assertEq(channel.settled, 30e18);
        assertEq(channel.windowSec, 0);
    }

    function test_GivenAllOfTheDepositWasSettled() external {
        bytes32 channelId = open(keyOf(1));
        settle(keyOf(1), row(keyOf(1), DEPOSIT));
        startClose(keyOf(1));
        uint256 before = stream.balanceOf(PAYER);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Closed(channelId, DEPOSIT, 0);
        finalize(keyOf(1));
        assertEq(stream.balanceOf(PAYER), before);
    }

    function test_GivenTheTokenRefusesThePayer() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        ChannelKey memory key = keyOf(1, token);
        open(key);
        startClose(key);
        token.setBlocked(PAYER, true);
        finalize(key);
        assertTrue(statusOf(key) == ChannelStatus.Closed);
        assertEq(channels.owed(payeeOf(PAYER), address(token)), DEPOSIT);
    }

    function test_GivenTheTokenCallsBack() external {
        ReentrantToken token = new ReentrantToken();
        approve(token);
        ChannelKey memory key = keyOf(1, token);
        open(key);
        open(keyOf(2, token)); // what a second refund could be taken from
        startClose(key);
        token.arm(address(channels), abi.encodeCall(channels.finalize, (key)));
        finalize(key);
        assertFalse(token.succeeded());
        assertEq(token.balanceOf(address(channels)), DEPOSIT, "the other channel's");
    }

    function _expectNotClosing() private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_NotClosing.selector, channels.channelIdOf(keyOf(1))
            )
        );
        channels.finalize(keyOf(1));
    }
}
