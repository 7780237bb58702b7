// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Payee} from "src/types/Payee.sol";
import {Base} from "test/Base.t.sol";
import {ChannelsHandler} from "test/invariant/handlers/ChannelsHandler.sol";

contract PaymentChannels_Invariants is Base {
    ChannelsHandler private _handler;

    function setUp() public override {
        super.setUp();
        _handler = new ChannelsHandler(channels, rollup, stream);
        vm.prank(HOLDER);
        assertTrue(stream.transfer(address(_handler), 100_000_000e18));
        targetContract(address(_handler));
    }

    function invariant_PAY2() external view {
        _checkPay2(address(stream));
        _checkPay2(address(_handler.BLOCKLIST()));
    }

    function invariant_PAY4() external view {
        for (uint256 i; i < 3; ++i) {
            _checkPay4(_handler.payees(i), address(stream));
            _checkPay4(_handler.payees(i), address(_handler.BLOCKLIST()));
        }
    }

    function _checkPay2(address token) private view {
        uint256 balance = token == address(stream)
            ? stream.balanceOf(address(channels))
            : _handler.BLOCKLIST().balanceOf(address(channels));
        assertEq(
            _handler.heldFor(token) + _handler.owedIn(token),
            balance,
            "PAY-2: sum(deposit - claimed of channels not closed) + sum(owed) == balance"
        );
    }

    function _checkPay4(Payee payee, address token) private view {
        uint256 paid = _handler.received(payee, token);
        assertLe(
            paid, _handler.deposited(payee, token), "PAY-4: sum(paid to a payee) <= sum(deposits for it)"
        );
        assertEq(
            paid + channels.owed(payee, token),
            _handler.claimed(payee, token),
            "PAY-4: paid + owed == sum(claimed)"
        );
    }
}
