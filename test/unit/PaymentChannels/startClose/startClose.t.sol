// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {Channel, ChannelStatus} from "src/types/Channel.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";

contract PaymentChannels_StartClose_Test is ChannelScene {
    function test_RevertWhen_TheCallerIsNotThePayer() external {
        open(keyOf(1));
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_NotPayer.selector, PAYEE, PAYER)
        );
        vm.prank(PAYEE);
        channels.startClose(keyOf(1));
    }

    function test_RevertGiven_TheChannelWasNeverOpened() external {
        _expectNotOpen();
    }

    function test_RevertGiven_TheChannelIsClosing() external {
        open(keyOf(1));
        startClose(keyOf(1));
        _expectNotOpen();
    }

    function test_RevertGiven_TheChannelIsClosed() external {
        openAndClose(keyOf(1));
        _expectNotOpen();
    }

    function test_GivenTheChannelIsOpen() external {
        bytes32 channelId = open(keyOf(1));
        uint40 closesAt = uint40(vm.getBlockTimestamp()) + WINDOW;
        vm.expectEmit(address(channels));
        emit IPaymentChannels.CloseStarted(channelId, closesAt);
        startClose(keyOf(1));

        Channel memory channel = channels.channelOf(channelId);
        assertTrue(statusOf(channelId) == ChannelStatus.Closing);
        assertEq(channel.closesAt, closesAt);
        assertEq(channel.deposit, DEPOSIT);
        assertEq(channel.windowSec, WINDOW);
    }

    function _expectNotOpen() private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_NotOpen.selector, channels.channelIdOf(keyOf(1))
            )
        );
        startClose(keyOf(1));
    }
}
