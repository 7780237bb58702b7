// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IPayouts} from "src/interfaces/IPayouts.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {ChannelKey} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Wallet} from "test/helpers/Wallet.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract PaymentChannels_PayOutTo_Test is ChannelScene {
    BlocklistToken private _token;

    function setUp() public override {
        super.setUp();
        _token = new BlocklistToken();
        approve(_token);
        ChannelKey memory key = keyOf(1, _token);
        open(key);
        _token.setBlocked(PAYEE, true);
        settle(key, row(key, 2e18));
    }

    function test_RevertWhen_TheReceiverIsNobody() external {
        address[2] memory nobody = [address(0), address(channels)];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(GuardedTransfer.GuardedTransfer_DestinationInvalid.selector, nobody[i])
            );
            vm.prank(PAYEE);
            channels.payOutTo(address(_token), nobody[i]);
        }
    }

    function test_RevertWhen_TheTokenRefusesTheOtherToo() external {
        _token.setBlocked(STRANGER, true);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        vm.prank(PAYEE);
        channels.payOutTo(address(_token), STRANGER);
        assertEq(channels.owed(payeeOf(PAYEE), address(_token)), 2e18);
    }

    function test_WhenTheCallerIsOwedNothing() external {
        vm.prank(STRANGER);
        assertEq(channels.payOutTo(address(_token), STRANGER), 0);
        assertEq(_token.balanceOf(STRANGER), 0);
    }

    function test_RevertWhen_TheOtherRefusesETH() external {
        Wallet wallet = _oweAWallet();
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        vm.prank(address(wallet));
        channels.payOutTo(address(0), address(wallet));
        assertEq(channels.owed(payeeOf(address(wallet)), address(0)), 2e18);
    }

    function test_WhenTheTokenIsETH() external {
        Wallet wallet = _oweAWallet();
        vm.prank(address(wallet));
        assertEq(channels.payOutTo(address(0), STRANGER), 2e18);
        assertEq(STRANGER.balance, 2e18);
    }

    function test_WhenTheCallerIsOwed() external {
        vm.expectEmit(address(channels));
        emit IPayouts.PaidOut(payeeOf(PAYEE), address(_token), 2e18, 0);
        vm.prank(PAYEE);
        assertEq(channels.payOutTo(address(_token), STRANGER), 2e18);
        assertEq(_token.balanceOf(STRANGER), 2e18);
        assertEq(channels.owed(payeeOf(PAYEE), address(_token)), 0);
    }

    function _oweAWallet() private returns (Wallet wallet) {
        wallet = new Wallet(PAYEE);
        wallet.setRefuses(true);
        ChannelKey memory key = keyOf(1, payeeOf(address(wallet)));
        key.token = address(0);
        open(key);
        settle(key, row(key, 2e18));
    }
}
