// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {stdError} from "forge-std/StdError.sol";

import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract OperatorRegistry_AddBond_Test is OperatorScene {
    function test_RevertGiven_TheOperatorIsNotRegistered() external {
        expectNotRegistered();
        operators.addBond(EDGE, 1);
    }

    function test_RevertGiven_TheOperatorIsUnbonding() external {
        register();
        startUnbond();
        expectUnbonding();
        operators.addBond(EDGE, 1);
    }

    function test_RevertGiven_TheOperatorWasSlashed() external {
        register();
        slash();
        expectNotRegistered();
        operators.addBond(EDGE, 1);
    }

    function test_RevertWhen_TheBondOverflows() external {
        register();
        vm.expectRevert(stdError.arithmeticError);
        operators.addBond(EDGE, type(uint96).max);
    }

    function test_WhenTheCallerIsAnybody() external {
        register();
        fund(STRANGER, 5e18, address(operators));
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.BondAdded(EDGE, STRANGER, 5e18);
        vm.prank(STRANGER);
        operators.addBond(EDGE, 5e18);
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND + 5e18);
        assertEq(stream.balanceOf(STRANGER), 0);
    }
}
