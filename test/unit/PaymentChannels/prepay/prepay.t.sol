// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";

contract PaymentChannels_Prepay_Test is ChannelScene {
    function test_RevertWhen_TheOwnerIsNobody() external {
        address[2] memory nobody = [address(0), address(channels)];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(GuardedTransfer.GuardedTransfer_DestinationInvalid.selector, nobody[i])
            );
            vm.prank(PAYER);
            channels.prepay(nobody[i], address(stream), 1);
        }
    }

    function test_RevertWhen_TheCallerHasTooLittle() external {
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(STRANGER);
        channels.prepay(STRANGER, address(stream), 1);
    }

    function test_RevertWhen_ETHIsSentAlongAToken() external {
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, 1, 5));
        vm.prank(PAYER);
        channels.prepay{value: 1}(PAYER, address(stream), 5);
    }

    function test_RevertWhen_TheETHSentIsInexact() external {
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, 4, 5));
        vm.prank(PAYER);
        channels.prepay{value: 4}(PAYER, address(0), 5);
    }

    function test_WhenItIsForTheCaller() external {
        uint256 before = stream.balanceOf(PAYER);
        vm.expectEmit(address(channels));
        emit IDeposits.Prepaid(PAYER, address(stream), 5e18);
        prepay(address(stream), 5e18);
        assertEq(channels.prepaid(PAYER, address(stream)), 5e18);
        assertEq(before - stream.balanceOf(PAYER), 5e18);
        prepay(address(stream), 2e18);
        assertEq(channels.prepaid(PAYER, address(stream)), 7e18);
    }

    function test_WhenItIsForAnother() external {
        vm.prank(PAYER);
        channels.prepay(STRANGER, address(stream), 5e18);
        assertEq(channels.prepaid(STRANGER, address(stream)), 5e18);
        assertEq(channels.prepaid(PAYER, address(stream)), 0);
    }

    function test_WhenTheTokenIsETH() external {
        prepay(address(0), 5e18);
        assertEq(channels.prepaid(PAYER, address(0)), 5e18);
        assertEq(address(channels).balance, 5e18);
    }

    function test_WhenTheTokenTakesAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        approve(token);
        vm.expectEmit(address(channels));
        emit IDeposits.Prepaid(PAYER, address(token), 99);
        prepay(address(token), 100);
        assertEq(channels.prepaid(PAYER, address(token)), 99, "PAY-2: what arrived");
    }

    function test_WhenTheTokenCallsBack() external {
        ReentrantToken token = new ReentrantToken();
        approve(token);
        token.arm(address(channels), abi.encodeCall(channels.prepay, (PAYER, address(token), 0)));
        prepay(address(token), 100);
        assertEq(bytes4(token.answer()), ReentrancyGuardTransient.Reentrancy.selector);
        assertEq(channels.prepaid(PAYER, address(token)), 100);
    }
}
