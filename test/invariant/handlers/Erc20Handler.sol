// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {ERC20} from "solady/tokens/ERC20.sol";

import {StreamToken} from "src/token/StreamToken.sol";
import {Permit} from "test/helpers/Permit.sol";

/// @notice Four holders who do with an ERC-20 what they like, beside a book of who should have what.
contract Erc20Handler is Test {
    uint256 public constant HOLDERS = 4;

    StreamToken private immutable TOKEN;

    address[HOLDERS] public holders;
    uint256[HOLDERS] private _keys;

    /// @notice The book: balances, allowances, and all that was burnt, in wei.
    mapping(address holder => uint256) public balances;
    mapping(address owner => mapping(address spender => uint256)) public allowances;
    uint256 public burnt;

    /// @dev The holders are those of the names, and have what they were given before.
    constructor(StreamToken token) {
        TOKEN = token;
        for (uint256 i; i < HOLDERS; ++i) {
            (holders[i], _keys[i]) = makeAddrAndKey(string.concat("holder ", vm.toString(i)));
            balances[holders[i]] = token.balanceOf(holders[i]);
        }
    }

    /* ACTIONS */

    function transfer(uint256 who, uint256 to, uint256 seed) external {
        (address from, address target) = (holders[who % HOLDERS], _target(to));
        uint256 amount = _amount(from, seed);
        bool allowed = target != address(0) && amount <= balances[from];
        vm.prank(from);
        try TOKEN.transfer(target, amount) returns (bool succeeded) {
            assertTrue(succeeded && allowed, "moved <=> there, and not to zero");
            balances[from] -= amount;
            balances[target] += amount;
        } catch {
            assertFalse(allowed, "moved <=> there, and not to zero");
        }
    }

    function transferFrom(uint256 who, uint256 owner, uint256 to, uint256 seed) external {
        (address spender, address from, address target) =
            (holders[who % HOLDERS], holders[owner % HOLDERS], _target(to));
        uint256 amount = _amount(from, seed);
        uint256 allowance = allowances[from][spender];
        bool allowed = target != address(0) && amount <= balances[from] && amount <= allowance;
        vm.prank(spender);
        try TOKEN.transferFrom(from, target, amount) returns (bool succeeded) {
            assertTrue(succeeded && allowed, "moved <=> there, approved, and not to zero");
            if (allowance != type(uint256).max) allowances[from][spender] -= amount;
            balances[from] -= amount;
            balances[target] += amount;
        } catch {
            assertFalse(allowed, "moved <=> there, approved, and not to zero");
        }
    }

    function approve(uint256 who, uint256 to, uint256 seed) external {
        (address owner, address spender) = (holders[who % HOLDERS], holders[to % HOLDERS]);
        uint256 amount = _amount(owner, seed);
        vm.prank(owner);
        assertTrue(TOKEN.approve(spender, amount));
        allowances[owner][spender] = amount;
    }

    function permit(uint256 who, uint256 to, uint256 seed) external {
        (address owner, address spender) = (holders[who % HOLDERS], holders[to % HOLDERS]);
        (uint256 amount, uint256 deadline) = (_amount(owner, seed), vm.getBlockTimestamp());
        (uint8 v, bytes32 r, bytes32 s) = Permit.sign(_keys[who % HOLDERS], TOKEN, amount, spender, deadline);
        TOKEN.permit(owner, spender, amount, deadline, v, r, s);
        allowances[owner][spender] = amount;
        vm.expectRevert(ERC20.InvalidPermit.selector);
        TOKEN.permit(owner, spender, amount, deadline, v, r, s);
    }

    function burn(uint256 who, uint256 seed) external {
        address from = holders[who % HOLDERS];
        uint256 amount = _amount(from, seed);
        bool allowed = amount <= balances[from];
        vm.prank(from);
        try TOKEN.burn(amount) {
            assertTrue(allowed, "burnt <=> there");
            balances[from] -= amount;
            burnt += amount;
        } catch {
            assertFalse(allowed, "burnt <=> there");
        }
    }

    /* INTERNAL */

    /// @dev A holder, oneself among them, or the zero address.
    function _target(uint256 seed) private view returns (address) {
        return seed % 9 == 8 ? address(0) : holders[seed % HOLDERS];
    }

    /// @dev Nothing, a wei, a part, all, a wei more, or without limit.
    function _amount(address holder, uint256 seed) private view returns (uint256) {
        uint256 balance = balances[holder];
        uint256 part = balance == 0 ? 0 : (seed >> 8) % balance;
        return [0, 1, part, part, balance, balance + 1, type(uint256).max][seed % 7];
    }
}
