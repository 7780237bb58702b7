// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SplitRollup} from "src/splits/SplitRollup.sol";
import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {Batch} from "test/helpers/Batch.sol";
import {ClaimRelation, Openings, SettleRelation} from "test/helpers/RelationVerifiers.sol";
import {SplitScene} from "test/helpers/SplitScene.sol";
import {SplitRow} from "test/helpers/SplitRow.sol";

/// @notice A rollup whose verifiers check the relation itself, for tests that settle more often than one can prove.
abstract contract RelationScene is SplitScene {
    address internal immutable ALICE = makeAddr("alice");
    Openings internal openings;
    Groth16Proof internal noProof;

    function setUp() public virtual override {
        super.setUp();
        openings = new Openings(rollup.EMPTY_ROOT());
        rollup = new SplitRollup(
            address(stream), PROVING_FEE, SEAL_AGE, new SettleRelation(openings), new ClaimRelation(openings)
        );
        vm.prank(PATRON);
        stream.approve(address(rollup), type(uint256).max);
    }

    /// @notice Registers split 0: all of it is Alice's.
    function registerAlice() internal {
        SplitRow[] memory onlyAlice = new SplitRow[](1);
        onlyAlice[0] = SplitRow(ALICE, 10_000);
        rollup.registerSplit(openings.declareTable(onlyAlice));
    }

    /// @notice Credits split 0 with one wei, seals, and settles: `leaf` becomes its revenue.
    function settleOneWei(uint256 leaf) internal {
        credit(0, Batch.entry(0, 1));
        seal(0);
        settleLink(Batch.link(Batch.entry(0, 1)), leaf);
    }

    /// @notice Settles the oldest sealed batch of segment 0, which is `link`: `leaf` becomes the revenue of split 0.
    function settleLink(bytes memory link, uint256 leaf) internal {
        uint256[] memory leaves = new uint256[](1);
        leaves[0] = leaf;
        rollup.settle(0, link, openings.declareLeaves(leaves), PROVER, noProof);
    }
}
