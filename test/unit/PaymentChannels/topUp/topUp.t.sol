// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";

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
        deal(address(stream), PAYER, type(uint96).max);
        vm.expectRevert(SafeCastLib.Overflow.selector);
        vm.prank(PAYER);
        channels.topUp(keyOf(1), type(uint96).max);
    }

    function test_RevertWhen_ETHIsSentAlongAToken() external {
        open(keyOf(1));
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, 1, 5e18));
        vm.prank(PAYER);
        channels.topUp{value: 1}(keyOf(1), 5e18);
    }

    function test_RevertWhen_TheETHSentIsInexact() external {
        ChannelKey memory key = keyOf(1, ERC20(address(0)));
        open(key);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, 4e18, 5e18));
        vm.prank(PAYER);
        channels.topUp{value: 4e18}(key, 5e18);
    }

    function test_WhenTheTokenIsETH() external {
        ChannelKey memory key = keyOf(1, ERC20(address(0)));
        open(key);
        vm.prank(PAYER);
        channels.topUp{value: 5e18}(key, 5e18);
        assertEq(channelOf(key).deposit, DEPOSIT + 5e18);
        assertEq(address(channels).balance, DEPOSIT + 5e18);
    }

    function test_WhenTheTokenTakesAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        approve(token);
        bytes32 channelId = open(keyOf(1, token), WINDOW, 99); // a hundredth of it is nothing
        vm.expectEmit(address(channels));
        emit IPaymentChannels.ToppedUp(channelId, 198);
        vm.prank(PAYER);
        channels.topUp(keyOf(1, token), 200);
        assertEq(channels.channelOf(channelId).deposit, 99 + 198, "PAY-2: what arrived");
    }

    function test_GivenTheTokenStartsACloseInBetween() external {
        ReentrantToken token = new ReentrantToken();
        approve(token);
        ChannelKey memory key =
            ChannelKey(address(token), payeeOf(PAYEE), address(token), 1, vm.addr(SESSION_SECRET));
        token.mint(address(token), DEPOSIT);
        vm.startPrank(address(token));
        token.approve(address(channels), DEPOSIT);
        channels.open(key.payee, key.token, key.salt, key.sessionKey, WINDOW, DEPOSIT);
        vm.stopPrank();
        // startClose has no lock: what was read before the call must not be written after it
        token.arm(address(channels), abi.encodeCall(channels.startClose, (key)));
        _expectNotOpen(key);
        assertTrue(statusOf(key) == ChannelStatus.Open, "all of it is undone");
    }

    function test_WhenTheCallerIsThePayer() external {
        bytes32 channelId = open(keyOf(1));
        vm.expectEmit(address(channels));
        emit IPaymentChannels.ToppedUp(channelId, 5e18);
        vm.prank(PAYER);
        channels.topUp(keyOf(1), 5e18);
        assertEq(channels.channelOf(channelId).deposit, DEPOSIT + 5e18);
        assertEq(stream.balanceOf(address(channels)), DEPOSIT + 5e18);
    }

    function test_WhenTheCallerIsAnybodyElse() external {
        bytes32 channelId = open(keyOf(1));
        fund(STRANGER, 5e18, address(channels));
        vm.expectEmit(address(channels));
        emit IPaymentChannels.ToppedUp(channelId, 5e18);
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
