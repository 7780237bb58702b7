// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Role} from "src/types/Operator.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract OperatorRegistry_IsActive_Test is OperatorScene {
    function test_GivenTheOperatorIsNotRegistered() external view {
        assertFalse(operators.isActive(EDGE, Role.Edge));
        assertFalse(operators.isActive(EDGE, Role.None));
    }

    function test_GivenTheOperatorIsUnbonding() external {
        register();
        startUnbond();
        assertFalse(operators.isActive(EDGE, Role.Edge));
    }

    function test_GivenTheOperatorWasSlashed() external {
        register();
        slash();
        assertFalse(operators.isActive(EDGE, Role.Edge));
        assertFalse(operators.isActive(EDGE, Role.None));
    }

    function test_GivenTheOperatorServes() external {
        register();
        assertTrue(operators.isActive(EDGE, Role.Edge));
        assertFalse(operators.isActive(EDGE, Role.Prover), "one address plays one role");
    }
}
