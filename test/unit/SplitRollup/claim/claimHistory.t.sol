// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Batch} from "test/helpers/Batch.sol";
import {RelationScene} from "test/helpers/RelationScene.sol";

/// @notice Claims against roots of the past.
contract SplitRollup_ClaimHistory_Test is RelationScene {
    SplitId private constant SPLIT = SplitId.wrap(0);

    function setUp() public override {
        super.setUp();
        registerAlice();
    }

    /// @dev Two such credits do not fit a batch, so each seals the one before, at no age.
    function test_GivenAFloodSettledEightBatchesInOneBlock() external {
        settleOneWei(1);
        uint256 began = block.timestamp;
        bytes memory flood = _oneWeiEntries(2048);
        for (uint256 i; i < 9; ++i) {
            credit(0, flood);
        }
        for (uint64 batch = 1; batch <= 8; ++batch) {
            settleLink(Batch.link(flood), 1 + 2048 * batch);
        }
        assertEq(block.timestamp, began, "all in one block");
        assertEq(rollup.segmentOf(0).settledBatches, 9);

        assertEq(rollup.claim(SPLIT, 0, ALICE, 1, 1, noProof), 1, "the claim on its way is paid");
        assertEq(rollup.claim(SPLIT, 0, ALICE, 1 + 2048 * 8, 9, noProof), 2048 * 8);
    }

    function test_GivenClaimsAgainstEachRootOfThePast() external {
        for (uint256 i = 1; i <= 20; ++i) {
            settleOneWei(i);
        }
        for (uint64 i = 1; i <= 20; ++i) {
            rollup.claim(SPLIT, 0, ALICE, i, i, noProof);
        }
        assertEq(stream.balanceOf(ALICE), 20, "SPL-1: no root pays twice");
    }

    function test_RevertGiven_ALaterRootWasPaid() external {
        settleOneWei(1);
        settleOneWei(2);
        rollup.claim(SPLIT, 0, ALICE, 2, 2, noProof);
        vm.expectRevert(abi.encodeWithSelector(ISplitRollup.SplitRollup_NothingToClaim.selector, 1, 2));
        rollup.claim(SPLIT, 0, ALICE, 1, 1, noProof);
    }

    function _oneWeiEntries(uint256 count) private pure returns (bytes memory entries) {
        entries = new bytes(13 * count);
        for (uint256 i = 12; i < entries.length; i += 13) {
            entries[i] = 0x01;
        }
    }
}
