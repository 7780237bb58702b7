// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {Batch} from "test/helpers/Batch.sol";
import {Prover} from "test/helpers/Prover.sol";
import {RelationScene} from "test/helpers/RelationScene.sol";

contract SplitRollup_RootAt_Test is RelationScene {
    function setUp() public override {
        super.setUp();
        registerAlice();
    }

    function test_RevertWhen_TheRootIsOfTheFuture() external {
        _expectUnknown(1);
    }

    function test_GivenNothingWasSettled() external {
        assertEq(rollup.rootAt(7, 0), Prover.root(new uint256[](0)), "the root of 256 zeros");
    }

    function test_GivenTheRootIsOfThePast() external {
        for (uint256 i = 1; i <= 20; ++i) {
            settleOneWei(i);
        }
        for (uint64 i = 1; i <= 20; ++i) {
            assertEq(openings.leafAt(rollup.rootAt(0, i), 0), i);
        }
        assertEq(rollup.rootAt(0, 0), rollup.EMPTY_ROOT());
        _expectUnknown(21);
    }

    function test_RevertGiven_TheBatchIsSealedOnly() external {
        credit(0, Batch.entry(0, 1));
        seal(0);
        _expectUnknown(1);
    }

    function _expectUnknown(uint64 settledBatches) private {
        vm.expectRevert(
            abi.encodeWithSelector(ISplitRollup.SplitRollup_RootUnknown.selector, uint64(0), settledBatches)
        );
        rollup.rootAt(0, settledBatches);
    }
}
