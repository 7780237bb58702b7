// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {IStreamToken} from "src/interfaces/IStreamToken.sol";
import {Base} from "test/Base.t.sol";

contract StreamToken_Transfer_Test is Base {
    address private constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;

    function test_RevertWhen_TheCallerHoldsLess() external {
        vm.expectRevert(ERC20.InsufficientBalance.selector);
        vm.prank(STRANGER);
        // forge-lint: disable-next-line(erc20-unchecked-transfer) it reverts
        stream.transfer(HOLDER, 1);
    }

    function test_RevertWhen_TheDestinationIsZero() external {
        bytes memory reason =
            abi.encodeWithSelector(IStreamToken.StreamToken_DestinationInvalid.selector, address(0));
        vm.prank(HOLDER);
        stream.approve(STRANGER, 7e18);
        vm.expectRevert(reason);
        vm.prank(HOLDER);
        // forge-lint: disable-next-line(erc20-unchecked-transfer) it reverts
        stream.transfer(address(0), 7e18);
        vm.expectRevert(reason);
        vm.prank(STRANGER);
        // forge-lint: disable-next-line(erc20-unchecked-transfer) it reverts
        stream.transferFrom(HOLDER, address(0), 7e18);
    }

    function test_RevertGiven_TheSpenderHasNoAllowance() external {
        vm.expectRevert(ERC20.InsufficientAllowance.selector);
        vm.prank(STRANGER);
        // forge-lint: disable-next-line(erc20-unchecked-transfer) it reverts
        stream.transferFrom(HOLDER, STRANGER, 1);
    }

    function test_RevertGiven_TheSpenderIsPermit2AndHasNoAllowance() external {
        assertEq(stream.allowance(HOLDER, PERMIT2), 0);
        vm.expectRevert(ERC20.InsufficientAllowance.selector);
        vm.prank(PERMIT2);
        // forge-lint: disable-next-line(erc20-unchecked-transfer) it reverts
        stream.transferFrom(HOLDER, STRANGER, 1);
    }

    function test_WhenTheCallerHoldsEnough() external {
        vm.expectEmit(address(stream));
        emit ERC20.Transfer(HOLDER, STRANGER, 7e18);
        vm.prank(HOLDER);
        assertTrue(stream.transfer(STRANGER, 7e18));
        assertEq(stream.balanceOf(STRANGER), 7e18);
    }
}
