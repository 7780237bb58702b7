// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

/// @notice Holds the last call to what it cost when it was measured.
abstract contract GasCeiling is Test {
    /// @param goal What it may never cost more than, by the project's goals; 0: there is none.
    function assertCost(string memory what, uint256 measured, uint256 goal) internal {
        if (goal != 0) {
            assertLe(vm.lastCallGas().gasTotalUsed, goal, string.concat(what, " costs more than the goal"));
        }
        assertCost(what, measured);
    }

    /// @param measured Gas of the whole transaction; 2 % more is a failure, and much less asks for a new figure.
    function assertCost(string memory what, uint256 measured) internal {
        uint256 cost = vm.lastCallGas().gasTotalUsed;
        emit log_named_uint(what, cost);
        assertLe(cost, measured * 102 / 100, string.concat(what, " costs more than it did"));
        assertGe(cost, measured * 90 / 100, string.concat(what, " costs less: write the new figure down"));
    }
}
