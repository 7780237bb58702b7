// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";
import {Wallet} from "test/helpers/Wallet.sol";

contract PaymentChannels_WithdrawPrepaid_Test is ChannelScene {
    function setUp() public override {
        super.setUp();
        prepay(address(stream), 5e18);
        prepay(address(0), 5e18);
    }

    function test_RevertWhen_TheReceiverIsNobody() external {
        address[2] memory nobody = [address(0), address(channels)];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(GuardedTransfer.GuardedTransfer_DestinationInvalid.selector, nobody[i])
            );
            vm.prank(PAYER);
            channels.withdrawPrepaid(address(stream), nobody[i], 1);
        }
    }

    function test_RevertWhen_ItIsMoreThanTheAccountHolds() external {
        _expectTooLow(PAYER, 5e18, 5e18 + 1);
    }

    function test_RevertWhen_TheAccountIsAnothers() external {
        _expectTooLow(STRANGER, 0, 1);
    }

    function test_RevertGiven_TheTokenRefuses() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        prepay(address(token), 5e18);
        token.setBlocked(STRANGER, true);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        vm.prank(PAYER);
        channels.withdrawPrepaid(address(token), STRANGER, 5e18);
        assertEq(channels.prepaid(PAYER, address(token)), 5e18);
    }

    function test_RevertGiven_TheReceiverRefusesETH() external {
        Wallet wallet = new Wallet(PAYER);
        wallet.setRefuses(true);
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        vm.prank(PAYER);
        channels.withdrawPrepaid(address(0), address(wallet), 5e18);
    }

    function test_WhenTheAccountHoldsEnough() external {
        vm.expectEmit(address(channels));
        emit IDeposits.PrepaidWithdrawn(PAYER, address(stream), STRANGER, 3e18);
        vm.prank(PAYER);
        channels.withdrawPrepaid(address(stream), STRANGER, 3e18);
        assertEq(stream.balanceOf(STRANGER), 3e18);
        assertEq(channels.prepaid(PAYER, address(stream)), 2e18);
    }

    function test_WhenTheTokenIsETH() external {
        vm.prank(PAYER);
        channels.withdrawPrepaid(address(0), STRANGER, 5e18);
        assertEq(STRANGER.balance, 5e18);
        assertEq(channels.prepaid(PAYER, address(0)), 0);
    }

    function test_WhenTheTokenCallsBack() external {
        ReentrantToken token = new ReentrantToken();
        token.mint(address(token), 10);
        vm.startPrank(address(token));
        token.approve(address(channels), 10);
        channels.prepay(address(token), address(token), 10);
        vm.stopPrank();
        token.arm(address(channels), abi.encodeCall(channels.withdrawPrepaid, (address(token), STRANGER, 5)));
        vm.prank(address(token));
        channels.withdrawPrepaid(address(token), STRANGER, 5);
        assertEq(bytes4(token.answer()), ReentrancyGuardTransient.Reentrancy.selector);
        assertEq(token.balanceOf(STRANGER), 5);
    }

    function _expectTooLow(address owner, uint256 holds, uint256 asked) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IDeposits.Deposits_PrepaidTooLow.selector, owner, address(stream), holds, asked
            )
        );
        vm.prank(owner);
        channels.withdrawPrepaid(address(stream), owner, asked);
    }
}
