// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
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

    function test_RevertGiven_TheRootIsForgotten() external {
        for (uint256 i = 1; i <= 8; ++i) {
            settleOneWei(i);
        }
        _expectUnknown(0);
        settleOneWei(9);
        _expectUnknown(1);
    }

    function test_GivenNothingWasSettled() external {
        assertEq(rollup.rootAt(7, 0), Prover.root(new uint256[](0)), "the root of 256 zeros");
    }

    function test_GivenTheRootIsOneOfTheLastEight() external {
        for (uint256 i = 1; i <= 11; ++i) {
            settleOneWei(i);
        }
        for (uint64 i = 4; i <= 11; ++i) {
            assertEq(openings.leafAt(rollup.rootAt(0, i), 0), i);
        }
    }

    function _expectUnknown(uint64 settledBatches) private {
        vm.expectRevert(
            abi.encodeWithSelector(ISplitRollup.SplitRollup_RootUnknown.selector, uint64(0), settledBatches)
        );
        rollup.rootAt(0, settledBatches);
    }
}
