// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Role} from "src/types/Operator.sol";
import {Base} from "test/Base.t.sol";

/// @notice An edge that may register, and the court's own address to slash it from.
abstract contract OperatorScene is Base {
    bytes8 internal constant REGION = "eu-west";
    string internal constant ENDPOINT = "https://edge.example";
    uint256 internal constant EDGE_KEY = 0xed6e;

    address internal immutable EDGE = vm.addr(EDGE_KEY);

    function setUp() public virtual override {
        super.setUp();
        fund(EDGE, 10 * MINIMUM_BOND, address(operators));
    }

    function register() internal {
        register(EDGE, Role.Edge);
    }

    function register(address operator, Role role) internal {
        vm.prank(operator);
        operators.register(role, REGION, ENDPOINT, MINIMUM_BOND);
    }

    function startUnbond() internal {
        vm.prank(EDGE);
        operators.startUnbond();
    }

    function withdrawBond() internal {
        vm.prank(EDGE);
        operators.withdrawBond();
    }

    function slash() internal {
        vm.prank(address(court));
        operators.slash(EDGE, STRANGER);
    }

    function expectRevertAbout(bytes4 error, address operator) internal {
        vm.expectRevert(abi.encodeWithSelector(error, operator));
    }

    function expectNotRegistered() internal {
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_NotRegistered.selector, EDGE);
    }

    function expectUnbonding() internal {
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_Unbonding.selector, EDGE);
    }
}
