// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {OperatorRegistry} from "src/content/OperatorRegistry.sol";
import {Operator, Role} from "src/types/Operator.sol";

/// @notice The way out of the registry, a step a call.
abstract contract Unbonding is Test {
    /// @dev An operator that serves begins to leave; one that leaves waits, and takes the bond.
    function _leave(OperatorRegistry operators, address operator) internal {
        Operator memory stored = operators.operatorOf(operator);
        vm.startPrank(operator);
        if (stored.role != Role.None && stored.withdrawableAt == 0) {
            operators.startUnbond();
        } else if (stored.withdrawableAt != 0) {
            vm.warp(stored.withdrawableAt);
            operators.withdrawBond();
        }
        vm.stopPrank();
    }
}
