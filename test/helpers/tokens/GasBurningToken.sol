// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice Burns all gas that it is given, whatever it is asked.
contract GasBurningToken {
    fallback() external {
        assembly {
            invalid()
        }
    }
}
