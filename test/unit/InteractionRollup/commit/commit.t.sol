// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";

contract InteractionRollup_Commit_Test is InteractionScene {
    function test_WhenTheCommitmentIsNew() external {
        vm.expectEmit(address(interactions));
        emit IInteractionRollup.Committed("commitment");
        interactions.commit("commitment");
    }

    function test_WhenTheCommitmentWasMade() external {
        interactions.commit("commitment");
        vm.recordLogs();
        interactions.commit("commitment");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 0);
    }
}
