// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPayouts} from "src/interfaces/IPayouts.sol";
import {ChannelKey} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Wallet} from "test/helpers/Wallet.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract PaymentChannels_PayOut_Test is ChannelScene {
    function test_WhenNothingIsOwed() external {
        vm.recordLogs();
        assertEq(channels.payOut(payeeOf(PAYEE), address(stream)), 0);
        assertEq(vm.getRecordedLogs().length, 0);
    }

    function test_GivenTheTokenStillRefuses() external {
        BlocklistToken token = _oweThePayee();
        vm.expectEmit(address(channels));
        emit IPayouts.PaidOut(payeeOf(PAYEE), address(token), 0, 2e18);
        assertEq(channels.payOut(payeeOf(PAYEE), address(token)), 0);
        assertEq(channels.owed(payeeOf(PAYEE), address(token)), 2e18);
    }

    function test_GivenTheTokenRelents() external {
        BlocklistToken token = _oweThePayee();
        token.setBlocked(PAYEE, false);
        vm.expectEmit(address(channels));
        emit IPayouts.PaidOut(payeeOf(PAYEE), address(token), 2e18, 0);
        vm.prank(STRANGER);
        assertEq(channels.payOut(payeeOf(PAYEE), address(token)), 2e18);
        assertEq(token.balanceOf(PAYEE), 2e18);
        assertEq(channels.payOut(payeeOf(PAYEE), address(token)), 0);
    }

    function test_GivenThePayeeTakesETHAgain() external {
        Wallet wallet = new Wallet(PAYEE);
        wallet.setRefuses(true);
        ChannelKey memory key = keyOf(1, payeeOf(address(wallet)));
        key.token = address(0);
        open(key);
        settle(key, row(key, 2e18));
        assertEq(channels.payOut(key.payee, address(0)), 0);
        wallet.setRefuses(false);
        assertEq(channels.payOut(key.payee, address(0)), 2e18);
        assertEq(address(wallet).balance, 2e18);
        assertEq(channels.owed(key.payee, address(0)), 0);
    }

    function test_GivenThePayerIsOwed() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        open(keyOf(1, token));
        token.setBlocked(PAYER, true);
        startClose(keyOf(1, token));
        finalize(keyOf(1, token));
        token.setBlocked(PAYER, false);
        assertEq(channels.payOut(payeeOf(PAYER), address(token)), DEPOSIT);
    }

    function test_GivenASplitIsOwedTooLittleToCredit() external {
        ChannelKey memory key = keyOf(1, payeeOf(registeredSplit()));
        open(key);
        uint96 tooLittle = 100 * PROVING_FEE - 1;
        settle(key, row(key, tooLittle));
        assertEq(channels.payOut(key.payee, key.token), 0);
        assertEq(channels.owed(key.payee, key.token), tooLittle);
    }

    function _oweThePayee() private returns (BlocklistToken token) {
        token = new BlocklistToken();
        approve(token);
        ChannelKey memory key = keyOf(1, token);
        open(key);
        token.setBlocked(PAYEE, true);
        settle(key, row(key, 2e18));
    }
}
