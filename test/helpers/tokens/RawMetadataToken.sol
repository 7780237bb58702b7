// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice Answers `decimals` and `symbol` with the bytes that it was told, whether they decode or not.
contract RawMetadataToken {
    bytes private _symbol;
    bytes private _decimals;

    constructor(bytes memory symbolAnswer, bytes memory decimalsAnswer) {
        _symbol = symbolAnswer;
        _decimals = decimalsAnswer;
    }

    fallback(bytes calldata data) external returns (bytes memory) {
        // forge-lint: disable-next-line(unsafe-typecast) a selector
        return bytes4(data) == bytes4(keccak256("decimals()")) ? _decimals : _symbol;
    }
}
