// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {Segment} from "src/types/Segment.sol";
import {Batch} from "test/helpers/Batch.sol";
import {SplitScene} from "test/helpers/SplitScene.sol";

contract SplitRollup_Seal_Test is SplitScene {
    function setUp() public override {
        super.setUp();
        registerSplits(1);
    }

    function test_RevertGiven_TheBatchIsEmpty() external {
        _expectEmpty();
    }

    function test_RevertGiven_TheBatchWasSealed() external {
        credit(0, Batch.entry(0, 1));
        seal(0);
        _expectEmpty();
    }

    function test_RevertGiven_TheBatchIsTooYoung() external {
        credit(0, Batch.entry(0, 1));
        uint256 sealableAt = vm.getBlockTimestamp() + SEAL_AGE;
        vm.warp(sealableAt - 1);
        vm.expectRevert(
            abi.encodeWithSelector(ISplitRollup.SplitRollup_BatchTooYoung.selector, 0, sealableAt)
        );
        rollup.seal(0);
    }

    function test_GivenTheBatchIsOldEnough() external {
        credit(0, Batch.entry(0, 1));
        bytes32 batchHash = Batch.hash(Batch.link(Batch.entry(0, 1)));
        vm.warp(block.timestamp + SEAL_AGE);
        vm.expectEmit(address(rollup));
        emit ISplitRollup.BatchSealed(0, 0, batchHash, 1);
        vm.prank(STRANGER);
        rollup.seal(0);

        Segment memory segment = rollup.segmentOf(0);
        assertEq(rollup.sealedBatch(0, 0), batchHash);
        assertEq(segment.sealedBatches, 1);
        assertEq(segment.settledBatches, 0);
        assertEq(segment.openEntries, 0);
        assertEq(segment.openHash, 0);
        assertEq(segment.openedAt, 0);
    }

    function test_GivenTheBatchIsFull() external {
        bytes memory entries = new bytes(13 * 4095);
        for (uint256 i = 12; i < entries.length; i += 13) {
            entries[i] = 0x01;
        }
        credit(0, entries);
        rollup.seal(0);
        assertEq(rollup.segmentOf(0).sealedBatches, 1, "a full batch need not age");
    }

    function _expectEmpty() private {
        vm.expectRevert(abi.encodeWithSelector(ISplitRollup.SplitRollup_BatchEmpty.selector, 0));
        rollup.seal(0);
    }
}
