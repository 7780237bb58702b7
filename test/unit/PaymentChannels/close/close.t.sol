// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";

contract PaymentChannels_Close_Test is ChannelScene {
    function test_RevertWhen_TheCallerIsNotThePayee() external {
        open(keyOf(1));
        _expectNotPayee(PAYER, keyOf(1));
    }

    function test_RevertWhen_ThePayeeIsASplit() external {
        ChannelKey memory key = keyOf(1, payeeOf(registeredSplit()));
        open(key);
        _expectNotPayee(address(0), key);
    }

    function test_RevertWhen_TheRowsAreMalformed() external {
        open(keyOf(1));
        vm.expectRevert(abi.encodeWithSelector(IPaymentChannels.PaymentChannels_RowsMalformed.selector, 103));
        _close(keyOf(1), new bytes(103));
    }

    function test_RevertGiven_TheChannelWasNeverOpened() external {
        _expectNotOpen(keyOf(1));
    }

    function test_RevertGiven_TheChannelIsClosed() external {
        openAndClose(keyOf(1));
        _expectNotOpen(keyOf(1));
    }

    function test_GivenTheChannelIsOpen() external {
        bytes32 channelId = open(keyOf(1));
        uint256 before = stream.balanceOf(PAYER);
        bytes memory voucher = row(keyOf(1), 30e18);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Settled(channelId, 30e18);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.PaidOut(payeeOf(PAYEE), address(stream), 30e18, 0);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Closed(channelId, 30e18, 70e18);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.PaidOut(payeeOf(PAYER), address(stream), 70e18, 0);
        _close(keyOf(1), voucher);

        assertEq(stream.balanceOf(PAYEE), 30e18);
        assertEq(stream.balanceOf(PAYER) - before, 70e18);
        assertTrue(channels.channelOf(channelId).status() == ChannelStatus.Closed);
    }

    function test_GivenTheChannelIsClosing() external {
        bytes32 channelId = open(keyOf(1));
        startClose(keyOf(1));
        _close(keyOf(1), "");
        assertTrue(channels.channelOf(channelId).status() == ChannelStatus.Closed);
    }

    function test_WhenTheRowsAreOfOtherChannelsToo() external {
        open(keyOf(1));
        open(keyOf(2));
        _close(keyOf(1), bytes.concat(row(keyOf(1), 1e18), row(keyOf(2), 2e18)));
        assertEq(stream.balanceOf(PAYEE), 3e18);
        assertTrue(channelOf(keyOf(2)).status() == ChannelStatus.Open);
    }

    function _close(ChannelKey memory key, bytes memory rows) private {
        vm.prank(PAYEE);
        channels.close(key, rows);
    }

    function _expectNotPayee(address caller, ChannelKey memory key) private {
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_NotPayee.selector, caller, key.payee)
        );
        vm.prank(caller);
        channels.close(key, "");
    }

    function _expectNotOpen(ChannelKey memory key) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_NotOpen.selector, channels.channelIdOf(key)
            )
        );
        _close(key, "");
    }
}
