// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {Batch} from "test/helpers/Batch.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {ProvenScene} from "test/helpers/ProvenScene.sol";
import {Prover} from "test/helpers/Prover.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract SplitRollup_GasTest is ProvenScene, GasCeiling {
    function test_RegisterSplit() external {
        rollup.registerSplit(7);
        assertCost("registerSplit", 50_913);
    }

    function test_CreditOne() external {
        credit(0, Batch.entry(0, 1e18));
        assertCost("credit, 1 entry", 74_381);
    }

    function test_CreditOneMore() external {
        credit(0, Batch.entry(0, 1e18));
        credit(0, Batch.entry(1, 1e18));
        assertCost("credit, 1 entry more", 57_273);
    }

    function test_CreditAFullBatch() external {
        credit(0, _fullBatch());
        assertCost("credit, 4,095 entries", 3_618_454);
    }

    function test_Seal() external {
        credit(0, Batch.entry(0, 1e18));
        seal(0);
        assertCost("seal", 52_216);
    }

    function test_SettleThree() external {
        settle();
        assertCost("settle, 3 entries", 355_896);
    }

    function test_SettleAFullBatch() external {
        settle();
        credit(0, _fullBatch());
        _settleFull(Batch.link(_fullBatch()), Batch.hash(Batch.link(_fullBatch())));
        assertCost("settle, 4,095 entries", 3_676_851);
    }

    /// @dev The dearest batch there can be: every entry came alone. It must still fit a block.
    function test_SettleAFullBatchOfSingleEntries() external {
        settle();
        bytes memory links = new bytes(15 * 4095);
        for (uint256 i; i < links.length; i += 15) {
            credit(0, Batch.entry(0, 1));
            (links[i + 1], links[i + 14]) = (0x01, 0x01);
        }
        _settleFull(links, rollup.segmentOf(0).openHash);
        assertCost("settle, 4,095 links", 9_456_192);
    }

    function test_Claim() external {
        settle();
        Groth16Proof memory claim = Prover.claim(scoped(rollup, SPLIT), leavesAfter(), table(), 0);
        rollup.claim(SPLIT, 0, ALICE, 7e18 + 4, 1, claim);
        assertCost("claim", 317_382);
    }

    function _settleFull(bytes memory batch, bytes32 hash) private {
        rollup.seal(0);
        uint256[] memory leaves = leavesAfter();
        leaves[0] += 4095;
        newRoot = Prover.root(leaves);
        uint256 x = challengeOf(rollup, 0, 1, PROVER, newRoot, hash);
        Groth16Proof memory settlement = Prover.settle(x, leavesAfter(), leaves);
        rollup.settle(0, batch, newRoot, PROVER, settlement);
    }

    function _fullBatch() private pure returns (bytes memory entries) {
        entries = new bytes(13 * 4095);
        for (uint256 i = 12; i < entries.length; i += 13) {
            entries[i] = 0x01;
        }
    }
}
