// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {Channel, ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

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

    function test_RevertGiven_TheChannelWasNeverOpened() external {
        _expectNotOpen(keyOf(1));
    }

    function test_RevertGiven_TheChannelIsClosed() external {
        openAndClose(keyOf(1));
        _expectNotOpen(keyOf(1));
    }

    function test_RevertWhen_AnotherKeySigned() external {
        open(keyOf(1));
        _expectInvalid(keyOf(1), 3e18, digestOf(channels, keyOf(1), 3e18), 0xbad);
    }

    function test_RevertWhen_TheVoucherIsOfAnotherAmount() external {
        open(keyOf(1));
        _expectInvalid(keyOf(1), 3e18, digestOf(channels, keyOf(1), 2e18), SESSION_SECRET);
    }

    function test_RevertWhen_TheVoucherIsOfAnotherChannel() external {
        open(keyOf(1));
        open(keyOf(2));
        _expectInvalid(keyOf(1), 3e18, digestOf(channels, keyOf(2), 3e18), SESSION_SECRET);
    }

    function test_RevertWhen_TheSignatureIsGarbage() external {
        open(keyOf(1));
        bytes32 digest = digestOf(channels, keyOf(1), 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_SignatureInvalid.selector, vm.addr(SESSION_SECRET), digest
            )
        );
        vm.prank(PAYEE);
        channels.close(keyOf(1), 1, 0, 0);
    }

    function test_GivenTheChannelIsOpen() external {
        bytes32 channelId = open(keyOf(1));
        settle(keyOf(1), row(keyOf(1), 10e18));
        uint256 before = stream.balanceOf(PAYER);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Closed(channelId, 30e18, 70e18);
        close(keyOf(1), 30e18);

        assertEq(stream.balanceOf(PAYEE), 30e18);
        assertEq(stream.balanceOf(PAYER) - before, 70e18);
        assertEq(stream.balanceOf(address(channels)), 0);
        Channel memory channel = channels.channelOf(channelId);
        assertEq(channel.settled, 30e18);
        assertEq(channel.closesAt, block.timestamp, "the tombstone");
        assertEq(channel.windowSec, 0);
    }

    function test_GivenTheChannelIsClosing() external {
        bytes32 channelId = open(keyOf(1));
        startClose(keyOf(1));
        close(keyOf(1), 3e18);
        assertTrue(statusOf(channelId) == ChannelStatus.Closed);
        assertEq(stream.balanceOf(PAYEE), 3e18);
    }

    function test_GivenTheWindowHasPassedButNobodyFinalized() external {
        open(keyOf(1));
        startClose(keyOf(1));
        skip(WINDOW + 1);
        close(keyOf(1), 3e18);
        assertEq(stream.balanceOf(PAYEE), 3e18);
    }

    function test_WhenTheVoucherIsAboveTheDeposit() external {
        open(keyOf(1));
        uint256 before = stream.balanceOf(PAYER);
        close(keyOf(1), type(uint96).max);
        assertEq(stream.balanceOf(PAYEE), DEPOSIT);
        assertEq(stream.balanceOf(PAYER), before);
    }

    function test_WhenTheVoucherIsNotAboveWhatWasSettled() external {
        open(keyOf(1));
        settle(keyOf(1), row(keyOf(1), 10e18));
        vm.prank(PAYEE);
        channels.close(keyOf(1), 10e18, 0, 0);
        assertEq(stream.balanceOf(PAYEE), 10e18, "no signature is asked for");
        assertTrue(statusOf(keyOf(1)) == ChannelStatus.Closed);
    }

    function test_WhenThereIsNoVoucher() external {
        open(keyOf(1));
        uint256 before = stream.balanceOf(PAYER);
        vm.prank(PAYEE);
        channels.close(keyOf(1), 0, 0, 0);
        assertEq(stream.balanceOf(PAYER) - before, DEPOSIT);
    }

    function test_WhenTheTokenIsETH() external {
        ChannelKey memory key = keyOf(1, ERC20(address(0)));
        open(key);
        uint256 before = PAYER.balance;
        close(key, 30e18);
        assertEq(PAYEE.balance, 30e18);
        assertEq(PAYER.balance - before, 70e18);
    }

    function test_WhenTheTokenRefusesBoth() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        ChannelKey memory key = keyOf(1, token);
        open(key);
        token.setBlocked(PAYER, true);
        token.setBlocked(PAYEE, true);
        close(key, 30e18);
        assertEq(channels.owed(key.payee, address(token)), 30e18);
        assertEq(channels.owed(payeeOf(PAYER), address(token)), 70e18);
    }

    function _expectInvalid(ChannelKey memory key, uint96 cumulative, bytes32 signed, uint256 signer)
        private
    {
        (bytes32 r, bytes32 vs) = vm.signCompact(signer, signed);
        bytes32 digest = digestOf(channels, key, cumulative);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_SignatureInvalid.selector, key.sessionKey, digest
            )
        );
        vm.prank(PAYEE);
        channels.close(key, cumulative, r, vs);
    }

    function _expectNotPayee(address caller, ChannelKey memory key) private {
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_NotPayee.selector, caller, key.payee)
        );
        vm.prank(caller);
        channels.close(key, 0, 0, 0);
    }

    function _expectNotOpen(ChannelKey memory key) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_NotOpen.selector, channels.channelIdOf(key)
            )
        );
        vm.prank(PAYEE);
        channels.close(key, 0, 0, 0);
    }
}
