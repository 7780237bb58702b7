// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Segment} from "src/types/Segment.sol";
import {SplitId} from "src/types/SplitId.sol";
import {RelationScene} from "test/helpers/RelationScene.sol";
import {RollupHandler} from "test/invariant/handlers/RollupHandler.sol";

contract SplitRollup_Invariants is RelationScene {
    RollupHandler private _handler;

    function setUp() public override {
        super.setUp();
        _handler = new RollupHandler(rollup, openings);
        vm.prank(HOLDER);
        assertTrue(stream.transfer(address(_handler), 4_000_000e18));
        targetContract(address(_handler));
    }

    function invariant_All() external view {
        _SPL1_Revenue();
        _SPL2_Batches();
        _SPL2_EveryRootIsKept();
        _PAY2_Solvency();
    }

    function _SPL1_Revenue() private view {
        for (uint256 i; i < _handler.splitsCount(); ++i) {
            SplitId split = _handler.splits(i);
            uint256 claimed;
            for (uint8 position; position < 3; ++position) {
                claimed += rollup.claimed(split, position);
            }
            uint256 revenue = _handler.revenueOf(split);
            assertLe(claimed, revenue, "SPL-1: sum(claimed) <= revenue");
            assertEq(claimed, _handler.paidOf(split), "SPL-1: sum(claimed) == sum(paid out)");
            assertEq(revenue, _handler.settledCredits(split), "SPL-1: revenue == sum(settled credits)");
        }
    }

    function _SPL2_Batches() private view {
        for (uint64 segment; segment < 2; ++segment) {
            Segment memory queue = rollup.segmentOf(segment);
            assertEq(queue.sealedBatches, _handler.sealedCount(segment), "SPL-2: nothing is skipped");
            for (uint64 batch; batch < queue.sealedBatches; ++batch) {
                bytes32 waiting =
                    batch < queue.settledBatches ? bytes32(0) : _handler.sealedHash(segment, batch);
                assertEq(
                    rollup.sealedBatch(segment, batch),
                    waiting,
                    "SPL-2: sealed(batch) == (batch < settled ? 0 : its hash)"
                );
            }
        }
    }

    /// @dev A claim that names any root of the past goes on its way undisturbed.
    function _SPL2_EveryRootIsKept() private view {
        for (uint64 segment; segment < 2; ++segment) {
            uint64 settled = rollup.segmentOf(segment).settledBatches;
            for (uint64 batches; batches <= settled; ++batches) {
                uint256 root = rollup.rootAt(segment, batches);
                for (uint8 slot; slot < 3; ++slot) {
                    assertEq(
                        openings.leafAt(root, slot),
                        _handler.leafAfter(segment, batches, slot),
                        "SPL-2: root(batches) is kept for ever"
                    );
                }
            }
        }
    }

    function _PAY2_Solvency() private view {
        assertEq(
            _handler.credited() + _handler.unsettledEntries() * uint256(PROVING_FEE),
            stream.balanceOf(address(rollup)) + _handler.paidInAll(),
            "PAY-2: sum(credits) + fees of unsettled entries == balance + sum(paid out)"
        );
    }
}
