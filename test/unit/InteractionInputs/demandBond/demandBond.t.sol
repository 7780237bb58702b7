// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_DemandBond_Test is InputScene {
    function test_WhenTheBaseFeeIsLow() external {
        vm.fee(0);
        assertEq(inputs.demandBond(), ANSWER_GAS * 1 gwei);
        vm.fee(0.25 gwei);
        assertEq(inputs.demandBond(), ANSWER_GAS * 1 gwei);
    }

    function test_WhenTheBaseFeeIsHigh() external {
        vm.fee(0.25 gwei + 1);
        assertEq(inputs.demandBond(), ANSWER_GAS * (1 gwei + 4));
        vm.fee(50 gwei);
        assertEq(inputs.demandBond(), ANSWER_GAS * 200 gwei);
    }
}
