// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelKey, Settlement} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {RevertingToken} from "test/helpers/tokens/RevertingToken.sol";
import {Wallet} from "test/helpers/Wallet.sol";

contract PaymentChannels_SettleMany_Test is ChannelScene {
    Settlement[] private _settlements;

    function test_RevertWhen_SomeRowsAreMalformed() external {
        _add(keyOf(1), 1e18);
        _settlements.push(Settlement(payeeOf(PAYEE), address(stream), new bytes(103)));
        vm.expectRevert(abi.encodeWithSelector(IPaymentChannels.PaymentChannels_RowsMalformed.selector, 103));
        channels.settleMany(_settlements);
    }

    function test_WhenThereIsNone() external {
        vm.recordLogs();
        channels.settleMany(_settlements);
        assertEq(vm.getRecordedLogs().length, 0);
    }

    function test_WhenThereAreManyPayeesAndTokens() external {
        _add(keyOf(1), 1e18);
        _add(keyOf(1, payeeOf(STRANGER)), 2e18);
        _add(keyOf(1, ERC20(address(0))), 3e18);
        _add(keyOf(1, payeeOf(registeredSplit())), 4e18);
        for (uint256 i; i < 4; ++i) {
            ChannelKey memory key = keyOf(1, _settlements[i].payee);
            key.token = _settlements[i].token;
            vm.expectEmit(address(channels));
            emit IPaymentChannels.Settled(key.payee, key.token, sumOf(key, uint96((i + 1) * 1e18)));
        }
        channels.settleMany(_settlements);
        assertEq(stream.balanceOf(PAYEE), 1e18);
        assertEq(stream.balanceOf(STRANGER), 2e18);
        assertEq(PAYEE.balance, 3e18);
        assertEq(stream.balanceOf(address(rollup)), 4e18);
    }

    function test_WhenRowsOfSomeAreBad() external {
        _settlements.push(Settlement(payeeOf(PAYEE), address(stream), new bytes(104)));
        _add(keyOf(1, payeeOf(STRANGER)), 2e18);
        channels.settleMany(_settlements);
        assertEq(stream.balanceOf(STRANGER), 2e18, "PAY-3");
    }

    function test_WhenSomeCannotBePaid() external {
        RevertingToken token = new RevertingToken();
        approve(token);
        Wallet wallet = new Wallet(PAYEE);
        wallet.setRefuses(true);
        ChannelKey memory refusing = keyOf(1, payeeOf(address(wallet)));
        refusing.token = address(0);
        _add(refusing, 3e18);
        _add(keyOf(1, token), 1e18);
        _add(keyOf(1, payeeOf(STRANGER)), 2e18);
        channels.settleMany(_settlements);
        assertEq(stream.balanceOf(STRANGER), 2e18, "PAY-3");
        assertEq(channels.owed(payeeOf(PAYEE), address(token)), 1e18);
        assertEq(channels.owed(refusing.payee, address(0)), 3e18);
    }

    function test_WhenTokensBurnAllGas() external {
        for (uint64 i; i < 20; ++i) {
            RevertingToken token = new RevertingToken();
            approve(token);
            _add(keyOf(1, token), 1e18);
        }
        _add(keyOf(1, payeeOf(STRANGER)), 2e18);
        channels.settleMany{gas: 16_777_216}(_settlements);
        assertEq(stream.balanceOf(STRANGER), 2e18, "PAY-3");
        for (uint256 i; i < 20; ++i) {
            assertEq(channels.owed(payeeOf(PAYEE), _settlements[i].token), 1e18, "PAY-3");
        }
    }

    function test_WhenAVoucherIsThereTwice() external {
        _add(keyOf(1), 1e18);
        _settlements.push(_settlements[0]);
        channels.settleMany(_settlements);
        assertEq(stream.balanceOf(PAYEE), 1e18, "PAY-4");
    }

    function _add(ChannelKey memory key, uint96 cumulative) private {
        open(key);
        _settlements.push(Settlement(key.payee, key.token, row(key, cumulative)));
    }
}
