// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {IStreamToken} from "src/interfaces/IStreamToken.sol";
import {Base} from "test/Base.t.sol";

/// @notice What any holder, spender and amount see of an ERC-20.
contract StreamToken_FuzzTest is Base {
    uint256 private _supply;

    function setUp() public override {
        super.setUp();
        _supply = stream.totalSupply();
    }

    /* WHAT MOVES */

    function testFuzz_TransferMovesTheAmount(address to, uint256 amount, bool bySpender) external {
        to = _account(to);
        amount = bound(amount, 0, stream.balanceOf(HOLDER));
        (uint256 from, uint256 before) = (stream.balanceOf(HOLDER), stream.balanceOf(to));
        assertTrue(_move(to, amount, bySpender));
        assertEq(stream.balanceOf(HOLDER), to == HOLDER ? from : from - amount);
        assertEq(stream.balanceOf(to), to == HOLDER ? before : before + amount);
        assertEq(stream.totalSupply(), _supply, "a transfer changes no supply");
    }

    function testFuzz_ATransferToOneselfChangesNothing(uint256 amount, bool bySpender) external {
        uint256 before = stream.balanceOf(HOLDER);
        assertTrue(_move(HOLDER, bound(amount, 0, before), bySpender));
        assertEq(stream.balanceOf(HOLDER), before);
    }

    function testFuzz_NothingCanBeMovedByAnybody(address caller, address to) external {
        (caller, to) = (_account(caller), _account(to));
        (uint256 from, uint256 before) = (stream.balanceOf(caller), stream.balanceOf(to));
        vm.startPrank(caller);
        assertTrue(stream.transfer(to, 0));
        assertTrue(stream.transferFrom(HOLDER, to, 0));
        vm.stopPrank();
        assertEq(stream.balanceOf(caller), from);
        assertEq(stream.balanceOf(to), before);
    }

    /* WHAT IS REFUSED */

    function testFuzz_RevertWhen_TheDestinationIsZero(uint256 amount, bool bySpender) external {
        amount = bound(amount, 0, stream.balanceOf(HOLDER));
        _expectRefusal(
            address(0),
            amount,
            bySpender,
            abi.encodeWithSelector(IStreamToken.StreamToken_DestinationInvalid.selector, address(0))
        );
        assertEq(stream.balanceOf(address(0)), 0, "the zero address holds nothing");
    }

    function testFuzz_RevertWhen_TheAmountIsMoreThanThereIs(address to, uint256 amount, bool bySpender)
        external
    {
        amount = bound(amount, stream.balanceOf(HOLDER) + 1, type(uint256).max);
        bytes memory reason = abi.encodeWithSelector(ERC20.InsufficientBalance.selector);
        _expectRefusal(_account(to), amount, bySpender, reason);
    }

    function testFuzz_RevertWhen_TheAmountIsMoreThanWasApproved(uint256 approved, uint256 amount) external {
        approved = bound(approved, 0, stream.balanceOf(HOLDER) - 1);
        amount = bound(amount, approved + 1, stream.balanceOf(HOLDER));
        vm.prank(HOLDER);
        stream.approve(STRANGER, approved);
        vm.expectRevert(ERC20.InsufficientAllowance.selector);
        vm.prank(STRANGER);
        // forge-lint: disable-next-line(erc20-unchecked-transfer) it reverts
        stream.transferFrom(HOLDER, STRANGER, amount);
        assertEq(stream.allowance(HOLDER, STRANGER), approved, "a refusal leaves the allowance");
    }

    /* ALLOWANCES */

    function testFuzz_TheLastApprovalCounts(address owner, address spender, uint256 first, uint256 second)
        external
    {
        owner = _account(owner);
        vm.startPrank(owner);
        assertTrue(stream.approve(spender, first));
        assertEq(stream.allowance(owner, spender), first);
        vm.expectEmit(address(stream));
        emit ERC20.Approval(owner, spender, second);
        assertTrue(stream.approve(spender, second));
        assertEq(stream.allowance(owner, spender), second, "an approval replaces the one before");
    }

    /// @dev An unlimited allowance stays: what most tokens do, and what the base class does.
    function testFuzz_ASpenderUsesUpTheAllowance(uint256 approved, uint256 amount) external {
        amount = bound(amount, 0, stream.balanceOf(HOLDER));
        approved = bound(approved, amount, type(uint256).max);
        vm.prank(HOLDER);
        stream.approve(STRANGER, approved);
        vm.prank(STRANGER);
        assertTrue(stream.transferFrom(HOLDER, STRANGER, amount));
        uint256 left = approved == type(uint256).max ? approved : approved - amount;
        assertEq(stream.allowance(HOLDER, STRANGER), left, "allowance falls by the amount");
    }

    /* BURNING */

    function testFuzz_BurningLowersTheSupply(uint256 amount) external {
        uint256 before = stream.balanceOf(HOLDER);
        amount = bound(amount, 0, before);
        vm.prank(HOLDER);
        stream.burn(amount);
        assertEq(stream.balanceOf(HOLDER), before - amount);
        assertEq(stream.totalSupply(), _supply - amount, "burnt <=> gone from the supply");
        assertEq(stream.balanceOf(address(0)), 0, "the zero address holds nothing");
    }

    /* INTERNAL */

    function _account(address account) private pure returns (address) {
        vm.assume(account != address(0));
        return account;
    }

    function _expectRefusal(address to, uint256 amount, bool bySpender, bytes memory reason) private {
        (uint256 from, uint256 before) = (stream.balanceOf(HOLDER), stream.balanceOf(to));
        if (bySpender) {
            vm.prank(HOLDER);
            stream.approve(STRANGER, amount);
        }
        vm.expectRevert(reason);
        vm.prank(bySpender ? STRANGER : HOLDER);
        // forge-lint: disable-start(erc20-unchecked-transfer) they revert
        if (bySpender) stream.transferFrom(HOLDER, to, amount);
        else stream.transfer(to, amount);
        // forge-lint: disable-end(erc20-unchecked-transfer)
        assertEq(stream.balanceOf(HOLDER), from);
        assertEq(stream.balanceOf(to), before);
    }

    function _move(address to, uint256 amount, bool bySpender) private returns (bool) {
        if (!bySpender) {
            vm.prank(HOLDER);
            return stream.transfer(to, amount);
        }
        vm.prank(HOLDER);
        stream.approve(STRANGER, amount);
        vm.prank(STRANGER);
        return stream.transferFrom(HOLDER, to, amount);
    }
}
