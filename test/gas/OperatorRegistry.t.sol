// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Role} from "src/types/Operator.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract OperatorRegistry_GasTest is OperatorScene, GasCeiling {
    address private immutable SECOND = makeAddr("second");

    function setUp() public override {
        super.setUp();
        fund(SECOND, MINIMUM_BOND, address(operators));
        // neither the contract's balance nor the list's length is a new storage word
        register(SECOND, Role.Edge);
    }

    function test_Register() external {
        register();
        assertCost("register", 117_502);
    }

    function test_StartUnbondAsTheLast() external {
        register();
        startUnbond();
        assertCost("startUnbond, the last of the list", 35_225);
    }

    function test_StartUnbondAsAnother() external {
        register();
        vm.prank(SECOND);
        operators.startUnbond();
        assertCost("startUnbond, another moves", 44_825);
    }

    function test_ListOne() external {
        operators.operators(Role.Edge, 0, 250);
        assertCost("operators, one", 12_389);
    }
}
