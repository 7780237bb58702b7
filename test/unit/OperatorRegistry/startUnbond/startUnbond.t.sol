// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Role} from "src/types/Operator.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract OperatorRegistry_StartUnbond_Test is OperatorScene {
    function test_RevertGiven_TheCallerIsNotRegistered() external {
        expectNotRegistered();
        startUnbond();
    }

    function test_RevertGiven_TheCallerIsUnbonding() external {
        register();
        startUnbond();
        expectUnbonding();
        startUnbond();
    }

    function test_GivenTheCallerServes() external {
        register();
        uint40 withdrawableAt = uint40(vm.getBlockTimestamp()) + UNBONDING_DELAY;
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.UnbondStarted(EDGE, withdrawableAt);
        startUnbond();
        assertEq(operators.operatorOf(EDGE).withdrawableAt, withdrawableAt);
        assertFalse(operators.isActive(EDGE, Role.Edge));
    }
}
