// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Operator, Role} from "src/types/Operator.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract OperatorRegistry_Operators_Test is OperatorScene {
    address private immutable SECOND = makeAddr("second");
    address private immutable THIRD = makeAddr("third");

    function setUp() public override {
        super.setUp();
        fund(SECOND, MINIMUM_BOND, address(operators));
        fund(THIRD, MINIMUM_BOND, address(operators));
    }

    function test_GivenNobodyRegistered() external view {
        _expectListed(Role.Edge, new address[](0));
    }

    function test_GivenOperatorsOfTwoRoles() external {
        register();
        register(SECOND, Role.Prover);
        register(THIRD, Role.Edge);
        _expectListed(Role.Edge, _two(EDGE, THIRD));
        _expectListed(Role.Prover, _one(SECOND));
    }

    function test_GivenTheFirstOfThreeUnbonds() external {
        _registerAll();
        startUnbond();
        _expectListed(Role.Edge, _two(THIRD, SECOND));
    }

    function test_GivenTheLastOfThreeUnbonds() external {
        _registerAll();
        _unbond(THIRD);
        _expectListed(Role.Edge, _two(EDGE, SECOND));
    }

    function test_GivenTheOnlyOneUnbonds() external {
        register();
        startUnbond();
        _expectListed(Role.Edge, new address[](0));
    }

    function test_GivenAnUnbondingOperatorWithdraws() external {
        _registerAll();
        startUnbond();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
        _expectListed(Role.Edge, _two(THIRD, SECOND));
    }

    function test_GivenTheOperatorThatTookThePlaceUnbondsToo() external {
        _registerAll();
        startUnbond();
        _unbond(THIRD);
        _expectListed(Role.Edge, _one(SECOND));
    }

    function test_GivenAServingOperatorIsSlashed() external {
        _registerAll();
        slash();
        _expectListed(Role.Edge, _two(THIRD, SECOND));
    }

    function test_GivenAnUnbondingOperatorIsSlashed() external {
        _registerAll();
        startUnbond();
        slash();
        _expectListed(Role.Edge, _two(THIRD, SECOND));
    }

    function test_GivenAnOperatorWithdrewAndRegistersInAnotherRole() external {
        _registerAll();
        startUnbond();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
        register(EDGE, Role.Keyholder);
        _expectListed(Role.Edge, _two(THIRD, SECOND));
        _expectListed(Role.Keyholder, _one(EDGE));
    }

    function test_GivenAnOperatorUpdatesItsEndpoint() external {
        _registerAll();
        vm.prank(SECOND);
        operators.update("us-east", "https://other.example");
        (address[] memory accounts, Operator[] memory states) = operators.operators(Role.Edge, 1, 1);
        assertEq(accounts, _one(SECOND));
        assertEq(states[0].endpoint, "https://other.example");
    }

    function test_WhenThePageEndsBeforeTheList() external {
        _registerAll();
        _expectPage(1, 1, _one(SECOND));
        _expectPage(0, 0, new address[](0));
    }

    function test_WhenThePageEndsAfterTheList() external {
        _registerAll();
        _expectPage(1, type(uint256).max, _two(SECOND, THIRD));
    }

    function test_WhenThePageBeginsAfterTheList() external {
        _registerAll();
        _expectPage(3, 1, new address[](0));
        _expectPage(type(uint256).max, type(uint256).max, new address[](0));
    }

    function test_WhenTheRoleIsNone() external {
        register();
        _expectListed(Role.None, new address[](0));
    }

    function _registerAll() private {
        register();
        register(SECOND, Role.Edge);
        register(THIRD, Role.Edge);
    }

    function _unbond(address operator) private {
        vm.prank(operator);
        operators.startUnbond();
    }

    function _expectListed(Role role, address[] memory expected) private view {
        (address[] memory accounts, Operator[] memory states) =
            operators.operators(role, 0, type(uint256).max);
        assertEq(accounts, expected);
        assertEq(operators.operatorCount(role), expected.length);
        assertEq(states.length, expected.length);
        for (uint256 i; i < accounts.length; ++i) {
            assertEq(abi.encode(states[i]), abi.encode(operators.operatorOf(accounts[i])));
            assertEq(states[i].place, i, "each knows its place");
        }
    }

    function _expectPage(uint256 from, uint256 count, address[] memory expected) private view {
        (address[] memory accounts, Operator[] memory states) = operators.operators(Role.Edge, from, count);
        assertEq(accounts, expected);
        assertEq(states.length, expected.length);
    }

    function _one(address first) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = first;
    }

    function _two(address first, address second) private pure returns (address[] memory list) {
        list = new address[](2);
        (list[0], list[1]) = (first, second);
    }
}
