// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Role} from "src/types/Operator.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract OperatorRegistry_SlashPart_Test is OperatorScene {
    function test_RevertWhen_TheCallerIsNotACourt() external {
        register();
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_NotACourt.selector, STRANGER);
        vm.prank(STRANGER);
        operators.slashPart(EDGE, STRANGER, 1);
    }

    function test_GivenTheOperatorHasNothing() external {
        assertEq(_slashPart(1), 0);
    }

    function test_GivenTheBondStaysAboveTheLeast() external {
        register();
        _addBond(101);
        uint256 supply = stream.totalSupply();
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.BondReduced(EDGE, address(court), STRANGER, 50, 51);
        assertEq(_slashPart(101), 101);
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND);
        assertEq(stream.balanceOf(STRANGER), 50);
        assertEq(stream.totalSupply(), supply - 51);
        _expectListed(true);
    }

    function test_GivenTheBondFallsBelowTheLeast() external {
        register();
        _slashPart(1);
        _expectListed(false);
        assertFalse(operators.operatorOf(EDGE).slashed);
    }

    function test_GivenTheBondStaysBelowTheLeast() external {
        register();
        _slashPart(1);
        _slashPart(1);
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND - 2);
        _expectListed(false);
    }

    function test_GivenTheBondIsSmallerThanThePart() external {
        register();
        assertEq(_slashPart(MINIMUM_BOND + 1), MINIMUM_BOND);
        assertEq(operators.operatorOf(EDGE).bond, 0);
        assertEq(uint8(operators.operatorOf(EDGE).role), uint8(Role.Edge));
        _expectListed(false);
    }

    function test_GivenTheOperatorIsUnbonding() external {
        register();
        startUnbond();
        assertEq(_slashPart(7), 7);
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
        assertEq(stream.balanceOf(EDGE), 10 * MINIMUM_BOND - 7);
    }

    function test_GivenTheOperatorIsUnlistedAndUnbonds() external {
        register();
        _slashPart(7);
        startUnbond();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
        assertEq(stream.balanceOf(EDGE), 10 * MINIMUM_BOND - 7);
        register();
        _expectListed(true);
    }

    function test_GivenTheOperatorIsUnlistedAndIsSlashed() external {
        register();
        _slashPart(2);
        slash();
        assertEq(stream.balanceOf(STRANGER), MINIMUM_BOND / 2);
        assertTrue(operators.operatorOf(EDGE).slashed);
    }

    function test_GivenTheOperatorIsUnlistedAndIsAddedTo() external {
        register();
        _slashPart(10);
        _addBond(9);
        _expectListed(false);
        _addBond(1);
        _expectListed(true);
        _addBond(1);
        _expectListed(true);
    }

    function test_GivenAnotherIsListed() external {
        address other = makeAddr("other");
        fund(other, MINIMUM_BOND, address(operators));
        register();
        register(other, Role.Edge);
        _slashPart(1);
        (address[] memory accounts,) = operators.operators(Role.Edge, 0, 2);
        assertEq(accounts.length, 1);
        assertEq(accounts[0], other);
        assertEq(operators.operatorOf(other).place, 0);
        _addBond(1);
        assertEq(operators.operatorOf(EDGE).place, 1);
    }

    function _slashPart(uint96 amount) private returns (uint96) {
        vm.prank(address(court));
        return operators.slashPart(EDGE, STRANGER, amount);
    }

    /// @dev By another, who must not be listed in the edge's place.
    function _addBond(uint96 amount) private {
        address giver = makeAddr("giver");
        fund(giver, amount, address(operators));
        vm.prank(giver);
        operators.addBond(EDGE, amount);
    }

    function _expectListed(bool listed) private view {
        assertEq(operators.isActive(EDGE, Role.Edge), listed);
        (address[] memory accounts,) = operators.operators(Role.Edge, 0, 2);
        assertEq(accounts.length, listed ? 1 : 0);
        if (listed) assertEq(accounts[0], EDGE);
    }
}
