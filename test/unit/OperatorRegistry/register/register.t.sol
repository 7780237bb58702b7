// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Operator, Role} from "src/types/Operator.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract OperatorRegistry_Register_Test is OperatorScene {
    function test_RevertGiven_TheCallerIsRegistered() external {
        register();
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_AlreadyRegistered.selector, EDGE);
        register();
    }

    function test_RevertGiven_TheCallerIsUnbonding() external {
        register();
        startUnbond();
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_AlreadyRegistered.selector, EDGE);
        register();
    }

    function test_RevertGiven_TheCallerWasSlashed() external {
        register();
        slash();
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_SlashedForever.selector, EDGE);
        register();
    }

    function test_RevertWhen_TheRoleIsNone() external {
        vm.expectRevert(IOperatorRegistry.OperatorRegistry_NoRole.selector);
        register(EDGE, Role.None);
    }

    function test_RevertWhen_TheBondIsTooLow() external {
        vm.expectRevert(
            abi.encodeWithSelector(
                IOperatorRegistry.OperatorRegistry_BondTooLow.selector, MINIMUM_BOND - 1, MINIMUM_BOND
            )
        );
        vm.prank(EDGE);
        operators.register(Role.Edge, REGION, ENDPOINT, MINIMUM_BOND - 1);
    }

    function test_RevertWhen_TheEndpointIsEmpty() external {
        _expectEndpointLength(0);
    }

    function test_RevertWhen_TheEndpointIsTooLong() external {
        _expectEndpointLength(257);
    }

    function test_RevertWhen_TheCallerHasTooLittle() external {
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        register(STRANGER, Role.Edge);
    }

    function test_WhenAllIsInOrder() external {
        uint256 before = stream.balanceOf(EDGE);
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.Registered(EDGE, Role.Edge, REGION, ENDPOINT, MINIMUM_BOND);
        register();

        Operator memory operator = operators.operatorOf(EDGE);
        assertEq(operator.bond, MINIMUM_BOND);
        assertEq(operator.withdrawableAt, 0);
        assertTrue(operator.role == Role.Edge);
        assertFalse(operator.slashed);
        assertEq(operator.region, REGION);
        assertEq(operator.endpoint, ENDPOINT);
        assertEq(before - stream.balanceOf(EDGE), MINIMUM_BOND);
        assertEq(stream.balanceOf(address(operators)), MINIMUM_BOND);
    }

    function test_GivenTheCallerHasWithdrawn() external {
        register();
        startUnbond();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
        register(EDGE, Role.Keyholder);
        assertTrue(operators.isActive(EDGE, Role.Keyholder));
    }

    function _expectEndpointLength(uint256 length) private {
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorRegistry.OperatorRegistry_EndpointLength.selector, length, 256)
        );
        vm.prank(EDGE);
        operators.register(Role.Edge, REGION, string(new bytes(length)), MINIMUM_BOND);
    }
}
