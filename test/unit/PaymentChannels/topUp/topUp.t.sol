// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {stdError} from "forge-std/StdError.sol";

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelKey} from "src/types/Channel.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";

contract PaymentChannels_TopUp_Test is ChannelScene {
    function test_RevertGiven_TheChannelWasNeverOpened() external {
        _expectNotOpen(keyOf(1));
    }

    function test_RevertGiven_TheChannelIsClosing() external {
        open(keyOf(1));
        startClose(keyOf(1));
        _expectNotOpen(keyOf(1));
    }

    function test_RevertGiven_TheChannelIsClosed() external {
        openAndClose(keyOf(1));
        _expectNotOpen(keyOf(1));
    }

    function test_RevertWhen_TheDepositOverflows() external {
        open(keyOf(1));
        vm.expectRevert(stdError.arithmeticError);
        vm.prank(PAYER);
        channels.topUp(keyOf(1), type(uint96).max);
    }

    function test_RevertWhen_TheTokenTakesAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        approve(token);
        open(keyOf(1, token), WINDOW, 99); // a hundredth of it is nothing
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_TransferInexact.selector, 200, 198)
        );
        vm.prank(PAYER);
        channels.topUp(keyOf(1, token), 200);
    }

    function test_WhenTheCallerIsThePayer() external {
        bytes32 channelId = open(keyOf(1));
        vm.expectEmit(address(channels));
        emit IPaymentChannels.ToppedUp(channelId, PAYER, 5e18, DEPOSIT + 5e18);
        vm.prank(PAYER);
        channels.topUp(keyOf(1), 5e18);
        assertEq(channels.channelOf(channelId).deposit, DEPOSIT + 5e18);
        assertEq(stream.balanceOf(address(channels)), DEPOSIT + 5e18);
    }

    function test_WhenTheCallerIsAnybodyElse() external {
        bytes32 channelId = open(keyOf(1));
        fund(STRANGER, 5e18, address(channels));
        vm.expectEmit(address(channels));
        emit IPaymentChannels.ToppedUp(channelId, STRANGER, 5e18, DEPOSIT + 5e18);
        vm.prank(STRANGER);
        channels.topUp(keyOf(1), 5e18);
        assertEq(stream.balanceOf(STRANGER), 0);
    }

    function test_GivenAVoucherWasCutAtTheDeposit() external {
        open(keyOf(1));
        bytes memory voucher = row(keyOf(1), DEPOSIT + 3e18);
        settle(keyOf(1), voucher);
        vm.prank(PAYER);
        channels.topUp(keyOf(1), 5e18);
        assertEq(settle(keyOf(1), voucher), 3e18);
    }

    function _expectNotOpen(ChannelKey memory key) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_NotOpen.selector, channels.channelIdOf(key)
            )
        );
        vm.prank(PAYER);
        channels.topUp(key, 1);
    }
}
