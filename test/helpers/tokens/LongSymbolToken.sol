// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice Its symbol is an A, and zeros up to the size that it was told.
contract LongSymbolToken {
    uint256 private immutable SIZE;

    constructor(uint256 size) {
        SIZE = size;
    }

    fallback() external {
        uint256 size = SIZE;
        assembly {
            mstore(0x00, 0x20)
            mstore(0x20, size)
            mstore8(0x40, 0x41)
            return(0x00, add(size, 0x40))
        }
    }
}
