// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {Base} from "test/Base.t.sol";

contract StreamToken_Burn_Test is Base {
    function test_RevertWhen_TheCallerHoldsLess() external {
        vm.expectRevert(ERC20.InsufficientBalance.selector);
        vm.prank(STRANGER);
        stream.burn(1);
    }

    function test_WhenTheCallerHoldsEnough() external {
        vm.expectEmit(address(stream));
        emit ERC20.Transfer(HOLDER, address(0), 7e18);
        vm.prank(HOLDER);
        stream.burn(7e18);
        assertEq(stream.totalSupply(), 1_000_000_000e18 - 7e18);
        assertEq(stream.balanceOf(HOLDER), 45_000_000e18 - 7e18);
    }
}
