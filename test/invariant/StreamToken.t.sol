// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Base} from "test/Base.t.sol";
import {Erc20Handler} from "test/invariant/handlers/Erc20Handler.sol";

contract StreamToken_Invariants is Base {
    Erc20Handler private _handler;
    uint256 private _others;

    function setUp() public override {
        super.setUp();
        uint256 sum;
        for (uint256 i; i < 3; ++i) {
            uint256 amount = 1_000_000e18 * (i + 1);
            vm.prank(HOLDER);
            assertTrue(stream.transfer(makeAddr(string.concat("holder ", vm.toString(i))), amount));
            sum += amount;
        }
        _others = stream.totalSupply() - sum;
        _handler = new Erc20Handler(stream);
        targetContract(address(_handler));
    }

    function invariant_All() external view {
        _ERC20_Balances();
        _ERC20_Supply();
        _ERC20_Zero();
        _ERC20_Allowances();
    }

    function _ERC20_Balances() private view {
        for (uint256 i; i < _handler.HOLDERS(); ++i) {
            address holder = _handler.holders(i);
            assertEq(stream.balanceOf(holder), _handler.balances(holder), "ERC-20: balance == the book's");
        }
    }

    function _ERC20_Supply() private view {
        uint256 sum = _others;
        for (uint256 i; i < _handler.HOLDERS(); ++i) {
            sum += stream.balanceOf(_handler.holders(i));
        }
        assertEq(stream.totalSupply(), sum, "ERC-20: supply == sum(balances)");
        assertEq(
            stream.totalSupply(),
            stream.INITIAL_SUPPLY() - _handler.burnt(),
            "ERC-20: supply == initial - burnt"
        );
    }

    function _ERC20_Zero() private view {
        assertEq(stream.balanceOf(address(0)), 0, "ERC-20: the zero address holds nothing");
    }

    function _ERC20_Allowances() private view {
        for (uint256 i; i < _handler.HOLDERS() ** 2; ++i) {
            address owner = _handler.holders(i / _handler.HOLDERS());
            address spender = _handler.holders(i % _handler.HOLDERS());
            assertEq(
                stream.allowance(owner, spender),
                _handler.allowances(owner, spender),
                "ERC-20: allowance == last approval - spent since"
            );
        }
    }
}
