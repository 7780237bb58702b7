// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Operator} from "src/types/Operator.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract OperatorRegistry_Slash_Test is OperatorScene {
    function test_RevertWhen_TheCallerIsNotACourt() external {
        register();
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_NotACourt.selector, STRANGER);
        vm.prank(STRANGER);
        operators.slash(EDGE, STRANGER);
    }

    function test_RevertGiven_TheOperatorIsNotRegistered() external {
        _expectNothingToSlash();
    }

    function test_RevertGiven_TheOperatorWasSlashed() external {
        register();
        slash();
        _expectNothingToSlash();
    }

    function test_RevertGiven_TheOperatorHasWithdrawn() external {
        register();
        startUnbond();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
        _expectNothingToSlash();
    }

    function test_GivenTheOperatorServes() external {
        register();
        uint256 supply = stream.totalSupply();
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.Slashed(EDGE, address(court), STRANGER, MINIMUM_BOND / 2, MINIMUM_BOND / 2);
        slash();

        Operator memory gone;
        gone.slashed = true;
        assertEq(abi.encode(operators.operatorOf(EDGE)), abi.encode(gone));
        assertEq(stream.balanceOf(STRANGER), MINIMUM_BOND / 2);
        assertEq(supply - stream.totalSupply(), MINIMUM_BOND / 2);
    }

    function test_GivenTheOperatorIsUnbonding() external {
        register();
        startUnbond();
        slash();
        assertTrue(operators.operatorOf(EDGE).slashed);
    }

    function test_GivenTheBondIsOdd() external {
        register();
        vm.prank(EDGE);
        operators.addBond(EDGE, 1);
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.Slashed(EDGE, address(court), STRANGER, MINIMUM_BOND / 2, MINIMUM_BOND / 2 + 1);
        slash();
        assertEq(stream.balanceOf(address(operators)), 0);
    }

    function _expectNothingToSlash() private {
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_NothingToSlash.selector, EDGE);
        slash();
    }
}
