// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Operator} from "src/types/Operator.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract OperatorRegistry_Update_Test is OperatorScene {
    function test_RevertGiven_TheCallerIsNotRegistered() external {
        expectNotRegistered();
        _update(ENDPOINT);
    }

    function test_RevertGiven_TheCallerIsUnbonding() external {
        register();
        startUnbond();
        expectUnbonding();
        _update(ENDPOINT);
    }

    function test_RevertWhen_TheEndpointIsEmpty() external {
        register();
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorRegistry.OperatorRegistry_EndpointLength.selector, 0, 256)
        );
        _update("");
    }

    function test_RevertWhen_TheEndpointIsTooLong() external {
        register();
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorRegistry.OperatorRegistry_EndpointLength.selector, 257, 256)
        );
        _update(string(new bytes(257)));
    }

    function test_WhenTheEndpointIsInOrder() external {
        register();
        string memory longest = string(new bytes(256));
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.Updated(EDGE, "us-east", longest);
        _update(longest);

        Operator memory operator = operators.operatorOf(EDGE);
        assertTrue(operator.region == "us-east");
        assertEq(operator.endpoint, longest);
        assertEq(operator.bond, MINIMUM_BOND);
    }

    function _update(string memory endpoint) private {
        vm.prank(EDGE);
        operators.update("us-east", endpoint);
    }
}
