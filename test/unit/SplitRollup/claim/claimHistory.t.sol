// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {SplitId} from "src/types/SplitId.sol";
import {RelationScene} from "test/helpers/RelationScene.sol";

/// @notice Claims against roots of the past.
contract SplitRollup_ClaimHistory_Test is RelationScene {
    SplitId private constant SPLIT = SplitId.wrap(0);

    function setUp() public override {
        super.setUp();
        registerAlice();
        for (uint256 i = 1; i <= 9; ++i) {
            settleOneWei(i);
        }
    }

    function test_RevertGiven_TheRootIsForgotten() external {
        vm.expectRevert(
            abi.encodeWithSelector(ISplitRollup.SplitRollup_RootUnknown.selector, uint64(0), uint64(1))
        );
        rollup.claim(SPLIT, 0, ALICE, 1, 1, noProof);
    }

    function test_GivenTheRootIsTheOldestOfTheLastEight() external {
        assertEq(rollup.claim(SPLIT, 0, ALICE, 2, 2, noProof), 2);
    }

    function test_GivenClaimsAgainstEachOfTheLastEight() external {
        for (uint64 i = 2; i <= 9; ++i) {
            rollup.claim(SPLIT, 0, ALICE, i, i, noProof);
        }
        assertEq(stream.balanceOf(ALICE), 9, "SPL-1: no root pays twice");
    }
}
