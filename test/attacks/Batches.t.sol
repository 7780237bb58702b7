// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SplitId} from "src/types/SplitId.sol";
import {StreamKey} from "src/types/Stream.sol";
import {Batch} from "test/helpers/Batch.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

/// @notice What a call of a batch may cost: its least share is enough for the dearest withdrawal and the dearest cancellation,
/// into accounts that hold nothing yet, of a position, and of a split whose segment's batch must be sealed on the way.
contract Batches_AttackTest is StreamScene {
    StreamKey private _ofSplit;
    StreamKey private _sold;

    function setUp() public override {
        super.setUp();
        SplitId split = registeredSplit();
        _ofSplit = open(1, split);
        _sold = open(2);
        sell(_sold);
        bytes memory entry = Batch.entry(split.slot(), 1);
        bytes memory some;
        for (uint256 i; i < 63; ++i) {
            some = bytes.concat(some, entry);
        }
        bytes memory entries;
        for (uint256 i; i < 65; ++i) {
            entries = bytes.concat(entries, some);
        }
        assertEq(entries.length / 13, rollup.MAX_ENTRIES());
        fund(STRANGER, 5000 * uint256(PROVING_FEE), address(rollup));
        vm.prank(STRANGER);
        rollup.credit(split.segment(), entries);
        uint256 rest = stream.balanceOf(VIEWER);
        vm.prank(VIEWER);
        assertTrue(stream.transfer(STRANGER, rest));
        skip(1000);
    }

    function test_TheLeastShareIsEnoughForASplitsWithdrawal() external {
        _assertFits(STRANGER, abi.encodeCall(streams.withdraw, (_ofSplit)));
        assertEq(rollup.segmentOf(0).sealedBatches, 1);
    }

    function test_TheLeastShareIsEnoughForASplitsCancellation() external {
        _assertFits(VIEWER, abi.encodeCall(streams.cancel, (_ofSplit)));
        assertEq(rollup.segmentOf(0).sealedBatches, 1);
    }

    function test_TheLeastShareIsEnoughForAPositionsWithdrawal() external {
        _assertFits(STRANGER, abi.encodeCall(streams.withdraw, (_sold)));
    }

    function test_TheLeastShareIsEnoughForAPositionsCancellation() external {
        _assertFits(VIEWER, abi.encodeCall(streams.cancel, (_sold)));
    }

    /// @dev A call passes on 63/64 of the gas at most, and the last of a batch gets a share of all that is left.
    function _assertFits(address caller, bytes memory data) private {
        uint256 share = streams.BATCH_CALL_GAS() * 63 / 64;
        vm.cool(address(streams));
        vm.cool(address(rollup));
        vm.cool(address(stream));
        vm.cool(address(positions));
        vm.prank(caller);
        uint256 before = gasleft();
        (bool succeeded,) = address(streams).call{gas: share}(data);
        emit log_named_uint("gas", before - gasleft());
        assertTrue(succeeded, "PAY-3: a call of a batch has what it needs");
    }
}
