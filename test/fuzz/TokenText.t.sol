// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {LibString} from "solady/utils/LibString.sol";

import {TokenText} from "src/libraries/TokenText.sol";

contract TokenText_FuzzTest is Test {
    using LibString for string;

    function test_Amounts() external pure {
        assertEq(TokenText.amount(0, 18), "0");
        assertEq(TokenText.amount(1, 18), "dust");
        assertEq(TokenText.amount(0.000001e18, 18), "0.000001");
        assertEq(TokenText.amount(0.5e18, 18), "0.5");
        assertEq(TokenText.amount(999.99999e18, 18), "999.9999");
        assertEq(TokenText.amount(1000.0567e18, 18), "1,000.05");
        assertEq(TokenText.amount(1_000_002e6, 6), "1,000,002");
        assertEq(TokenText.amount(999_999_999_999_999e18, 18), "999,999,999,999,999");
        assertEq(TokenText.amount(1e15, 0), "1.00e15");
        assertEq(TokenText.amount(type(uint256).max, 0), "1.15e77");
        assertEq(TokenText.amount(type(uint256).max, 77), "1.1579");
    }

    function test_Safe() external pure {
        assertEq(TokenText.safe("aZ09 .-_", 8), "aZ09 .-_");
        assertEq(TokenText.safe("abc", 2), "ab");
        assertEq(TokenText.safe("", 2), "");
        for (uint256 i; i < 256; ++i) {
            bytes memory one = abi.encodePacked(bytes32(i << 248)[0]);
            bool expected = string("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .-_")
                .contains(string(one));
            assertEq(bytes(TokenText.safe(string(one), 2)).length, expected ? 1 : 0);
        }
    }

    /// @dev Read back, an amount is what it was, but for the digits that it had no room for.
    function testFuzz_AnAmountIsRoundedDown(uint256 value, uint256 decimals) external pure {
        decimals = bound(decimals, 0, 36);
        value = bound(value, 0, 1e15 * 10 ** decimals - 1);
        string memory text = TokenText.amount(value, decimals);
        assertLe(bytes(text).length, 22);
        uint256 read = text.eq("dust") ? 0 : vm.parseUint(_unscaled(text.replace(",", ""), decimals));
        assertLe(read, value);
        uint256 whole = value / 10 ** decimals;
        uint256 places = whole == 0 ? 6 : whole < 1000 ? 4 : 2;
        assertLt(value - read, decimals > places ? 10 ** (decimals - places) : 1);
    }

    /// @return The digits of `text`, and as many zeros as are missing of its `decimals`.
    function _unscaled(string memory text, uint256 decimals) private pure returns (string memory) {
        uint256 point = text.indexOf(".");
        if (point == LibString.NOT_FOUND) return string.concat(text, string("0").repeat(decimals));
        string memory fraction = text.slice(point + 1);
        return
            string.concat(
                text.slice(0, point), fraction, string("0").repeat(decimals - bytes(fraction).length)
            );
    }
}
