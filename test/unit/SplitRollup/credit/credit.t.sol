// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {Segment} from "src/types/Segment.sol";
import {Batch} from "test/helpers/Batch.sol";
import {SplitScene} from "test/helpers/SplitScene.sol";

contract SplitRollup_Credit_Test is SplitScene {
    function setUp() public override {
        super.setUp();
        registerSplits(2);
    }

    function test_RevertWhen_ThereAreNoEntries() external {
        _expectMalformed("");
    }

    function test_RevertWhen_AnEntryIsCutShort() external {
        _expectMalformed(new bytes(25));
    }

    function test_RevertWhen_ThereAreTooManyEntries() external {
        _expectMalformed(new bytes(4096 * 13));
    }

    function test_RevertWhen_AnAmountIsZero() external {
        bytes memory entries = bytes.concat(Batch.entry(0, 1), Batch.entry(1, 0));
        vm.expectRevert(abi.encodeWithSelector(ISplitRollup.SplitRollup_AmountZero.selector, 1));
        credit(0, entries);
    }

    function test_RevertGiven_TheSlotIsNotRegistered() external {
        _expectSlotUnknown(0, 2);
    }

    function test_RevertGiven_TheSegmentIsNotRegistered() external {
        _expectSlotUnknown(1, 0);
        _expectSlotUnknown(type(uint64).max, 255);
    }

    function test_RevertGiven_TheCallerHasTooLittle() external {
        fund(STRANGER, 5 + PROVING_FEE - 1, address(rollup));
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(STRANGER);
        rollup.credit(0, Batch.entry(0, 5));
    }

    function test_WhenTheEntriesFit() external {
        uint256 before = stream.balanceOf(PATRON);
        bytes memory first = bytes.concat(Batch.entry(0, 5e18), Batch.entry(0, 1));
        bytes memory second = Batch.entry(1, type(uint96).max / 2000);
        uint40 openedAt = uint40(vm.getBlockTimestamp());
        vm.expectEmit(address(rollup));
        emit ISplitRollup.Credited(0, 0, Batch.link(first));
        credit(0, first);
        vm.warp(openedAt + 10);
        vm.expectEmit(address(rollup));
        emit ISplitRollup.Credited(0, 0, Batch.link(second));
        credit(0, second);

        Segment memory segment = rollup.segmentOf(0);
        assertEq(segment.openEntries, 3);
        assertEq(segment.openedAt, openedAt, "the first credit's time");
        assertEq(segment.openHash, Batch.hash(Batch.link(first), Batch.link(second)));
        uint256 cost = 5e18 + 1 + uint256(type(uint96).max / 2000) + 3 * uint256(PROVING_FEE);
        assertEq(before - stream.balanceOf(PATRON), cost);
        assertEq(stream.balanceOf(address(rollup)), cost);
    }

    function test_WhenTheEntriesFillTheBatch() external {
        credit(0, _entries(4094));
        credit(0, _entries(1));
        assertEq(rollup.segmentOf(0).openEntries, 4095);
        assertEq(rollup.segmentOf(0).sealedBatches, 0);
    }

    function test_WhenTheEntriesDoNotFit() external {
        bytes memory many = _entries(4095);
        credit(0, _entries(1));
        bytes32 batchHash = rollup.segmentOf(0).openHash;
        vm.warp(block.timestamp + 1);
        vm.expectEmit(address(rollup));
        emit ISplitRollup.BatchSealed(0, 0, batchHash, 1);
        vm.expectEmit(address(rollup));
        emit ISplitRollup.Credited(0, 1, Batch.link(many));
        credit(0, many);

        Segment memory segment = rollup.segmentOf(0);
        assertEq(rollup.sealedBatch(0, 0), batchHash);
        assertEq(segment.sealedBatches, 1);
        assertEq(segment.openEntries, 4095);
        assertEq(segment.openedAt, block.timestamp);
        assertEq(segment.openHash, Batch.hash(Batch.link(many)));
    }

    function _entries(uint256 count) private pure returns (bytes memory entries) {
        entries = new bytes(13 * count);
        for (uint256 i; i < count; ++i) {
            entries[13 * i + 12] = 0x01;
        }
    }

    function _expectMalformed(bytes memory entries) private {
        vm.expectRevert(
            abi.encodeWithSelector(ISplitRollup.SplitRollup_EntriesMalformed.selector, entries.length)
        );
        credit(0, entries);
    }

    function _expectSlotUnknown(uint64 segment, uint8 slot) private {
        vm.expectRevert(abi.encodeWithSelector(ISplitRollup.SplitRollup_SlotUnknown.selector, segment, slot));
        credit(segment, Batch.entry(slot, 1));
    }
}
