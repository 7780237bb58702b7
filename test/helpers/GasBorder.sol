// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice Finds the gas from which on a call goes through.
library GasBorder {
    /// @param short Gas with which the call reverts.
    /// @param enough Gas with which the call goes through; the call must leave no state that changes its cost.
    /// @return The least gas with which the call goes through.
    function find(address target, bytes memory data, uint256 short, uint256 enough)
        internal
        returns (uint256)
    {
        while (enough - short > 1) {
            uint256 middle = (short + enough) / 2;
            (bool went,) = target.call{gas: middle}(data);
            (short, enough) = went ? (short, middle) : (middle, enough);
        }
        return enough;
    }
}
