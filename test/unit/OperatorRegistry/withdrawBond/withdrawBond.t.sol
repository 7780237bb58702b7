// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Operator} from "src/types/Operator.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

contract OperatorRegistry_WithdrawBond_Test is OperatorScene {
    function test_RevertGiven_TheCallerIsNotRegistered() external {
        _expectNotUnbonding();
    }

    function test_RevertGiven_TheCallerServes() external {
        register();
        _expectNotUnbonding();
    }

    function test_RevertGiven_TheDelayHasNotPassed() external {
        register();
        startUnbond();
        uint256 withdrawableAt = vm.getBlockTimestamp() + UNBONDING_DELAY;
        vm.warp(withdrawableAt - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IOperatorRegistry.OperatorRegistry_StillBonded.selector, EDGE, withdrawableAt
            )
        );
        withdrawBond();
    }

    function test_RevertGiven_TheBondWasSlashed() external {
        register();
        startUnbond();
        slash();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        _expectNotUnbonding();
    }

    function test_RevertGiven_TheBondWasWithdrawn() external {
        register();
        startUnbond();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
        _expectNotUnbonding();
    }

    function test_GivenTheDelayHasPassed() external {
        register();
        uint256 before = stream.balanceOf(EDGE);
        startUnbond();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.BondWithdrawn(EDGE, MINIMUM_BOND);
        withdrawBond();

        Operator memory none;
        assertEq(abi.encode(operators.operatorOf(EDGE)), abi.encode(none));
        assertEq(stream.balanceOf(EDGE) - before, MINIMUM_BOND);
    }

    function _expectNotUnbonding() private {
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_NotUnbonding.selector, EDGE);
        withdrawBond();
    }
}
