// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {LibString} from "solady/utils/LibString.sol";
import {MetadataReaderLib} from "solady/utils/MetadataReaderLib.sol";

/// @title TokenText
/// @notice Tokens and their amounts as text that is safe in XML and JSON without escaping, whatever the token answers.
library TokenText {
    using LibString for uint256;

    uint256 private constant SYMBOL_LENGTH = 10;
    /// @dev The most bytes of a symbol that are read.
    uint256 private constant READ_LENGTH = 64;
    uint256 private constant READ_GAS = 100_000;
    /// @dev 10 ** 77 is the last power that fits a word.
    uint256 private constant MOST_DECIMALS = 77;
    /// @dev A bit for each of 0-9, A-Z, a-z, space and .-_
    uint256 private constant SAFE = 0x07fffffe87fffffe03ff600100000000;

    /// @return The first `limit` bytes of `text` that are letters, digits, space or `.-_`; other bytes are dropped.
    function safe(string memory text, uint256 limit) internal pure returns (string memory) {
        bytes memory given = bytes(text);
        bytes memory kept = new bytes(FixedPointMathLib.min(limit, given.length));
        uint256 length;
        for (uint256 i; i < given.length && length < limit; ++i) {
            if ((SAFE >> uint8(given[i])) & 1 == 1) kept[length++] = given[i];
        }
        return LibString.slice(string(kept), 0, length);
    }

    /// @return The token's symbol, made safe; the token's address if nothing of the symbol is left. "ETH" for address 0, by which
    /// the contracts name ETH.
    function symbolOf(address token) internal view returns (string memory) {
        if (token == address(0)) return "ETH";
        string memory symbol = safe(MetadataReaderLib.readSymbol(token, READ_LENGTH, READ_GAS), SYMBOL_LENGTH);
        return bytes(symbol).length == 0 ? short(uint160(token), 20) : symbol;
    }

    /// @return The token's decimals; 0 if the token has none, or more than a word can hold; 18 for ETH.
    function decimalsOf(address token) internal view returns (uint256) {
        if (token == address(0)) return 18;
        uint256 decimals = MetadataReaderLib.readUint(token, abi.encodeWithSignature("decimals()"), READ_GAS);
        return decimals > MOST_DECIMALS ? 0 : decimals;
    }

    /// @return The first and last two bytes of `length` in hex, such as 0x1234..abcd.
    function short(uint256 value, uint256 length) internal pure returns (string memory) {
        string memory digits = value.toHexStringNoPrefix(length);
        return
            string.concat("0x", LibString.slice(digits, 0, 4), "..", LibString.slice(digits, length * 2 - 4));
    }

    /// @return The amount in at most 19 digits, rounded down, such as 1,234.56; 1.23e18 if there are more, and "dust" if no digit
    /// is above zero.
    function amount(uint256 value, uint256 decimals) internal pure returns (string memory) {
        uint256 unit = 10 ** decimals;
        uint256 whole = value / unit;
        if (whole >= 1e15) return _scientific(whole);
        uint256 places = FixedPointMathLib.min(decimals, whole == 0 ? 6 : whole < 1000 ? 4 : 2);
        uint256 fraction = (value % unit) / 10 ** (decimals - places);
        if (whole == 0 && fraction == 0 && value != 0) return "dust";
        return string.concat(_grouped(whole), _fraction(fraction, places));
    }

    function _scientific(uint256 whole) private pure returns (string memory) {
        string memory digits = whole.toString();
        return string.concat(
            LibString.slice(digits, 0, 1),
            ".",
            LibString.slice(digits, 1, 3),
            "e",
            (bytes(digits).length - 1).toString()
        );
    }

    function _grouped(uint256 whole) private pure returns (string memory text) {
        for (; whole >= 1000; whole /= 1000) {
            // 1000 + the group keeps its leading zeros
            text = string.concat(",", LibString.slice((1000 + whole % 1000).toString(), 1), text);
        }
        return string.concat(whole.toString(), text);
    }

    function _fraction(uint256 fraction, uint256 places) private pure returns (string memory) {
        if (fraction == 0) return "";
        for (; fraction % 10 == 0; fraction /= 10) {
            --places;
        }
        return string.concat(".", LibString.slice((10 ** places + fraction).toString(), 1));
    }
}
