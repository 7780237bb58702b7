// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {SplitId} from "src/types/SplitId.sol";
import {SplitScene} from "test/helpers/SplitScene.sol";

contract SplitRollup_RegisterSplit_Test is SplitScene {
    function test_RevertWhen_TheTableHashIsZero() external {
        _expectInvalid(0);
    }

    function test_RevertWhen_TheTableHashIsNotInTheField() external {
        _expectInvalid(FIELD_ORDER);
        _expectInvalid(type(uint256).max);
    }

    function test_WhenTheTableHashIsInTheField() external {
        vm.expectEmit(address(rollup));
        emit ISplitRollup.SplitRegistered(SplitId.wrap(0), FIELD_ORDER - 1, STRANGER);
        vm.prank(STRANGER);
        SplitId split = rollup.registerSplit(FIELD_ORDER - 1);
        assertEq(rollup.tableHashOf(split), FIELD_ORDER - 1);
        assertEq(rollup.splitCount(), 1);
    }

    function test_GivenTheSegmentIsFull() external {
        registerSplits(256);
        SplitId split = rollup.registerSplit(7);
        assertEq(split.segment(), 1);
        assertEq(split.slot(), 0);
    }

    function _expectInvalid(uint256 tableHash) private {
        vm.expectRevert(abi.encodeWithSelector(ISplitRollup.SplitRollup_TableHashInvalid.selector, tableHash));
        rollup.registerSplit(tableHash);
    }
}
