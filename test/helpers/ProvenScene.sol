// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SplitRollup} from "src/splits/SplitRollup.sol";
import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Batch} from "test/helpers/Batch.sol";
import {Prover} from "test/helpers/Prover.sol";
import {SplitScene} from "test/helpers/SplitScene.sol";
import {SplitRow} from "test/helpers/SplitRow.sol";

/// @notice Two splits of one table, and a sealed batch of two links for them, with the real proof that settles it.
abstract contract ProvenScene is SplitScene {
    SplitId internal constant SPLIT = SplitId.wrap(0);
    address internal immutable ALICE = makeAddr("alice");
    address internal immutable BOB = makeAddr("bob");
    address internal immutable CAROL = makeAddr("carol");

    uint256 internal tableHash;
    bytes internal entries = bytes.concat(Batch.entry(0, 10e18 + 1), Batch.entry(1, 3e18));
    bytes internal moreEntries = Batch.entry(0, 5);
    bytes internal links = bytes.concat(Batch.link(entries), Batch.link(moreEntries));
    uint256 internal newRoot;
    Groth16Proof internal proof;

    function setUp() public virtual override {
        super.setUp();
        _moveRollup();
        tableHash = Prover.tableHash(table());
        rollup.registerSplit(tableHash);
        rollup.registerSplit(tableHash);
        newRoot = Prover.root(leavesAfter());
        creditAndSeal(0);
        proof = Prover.settle(challenge(), leavesBefore(), leavesAfter());
    }

    /// @dev Proofs name the rollup. Its address here hangs on nothing, so that the committed ones outlive other code.
    function _moveRollup() private {
        address fixedAddress = makeAddr("rollup");
        vm.etch(fixedAddress, address(rollup).code);
        rollup = SplitRollup(fixedAddress);
        vm.prank(PATRON);
        stream.approve(fixedAddress, type(uint256).max);
    }

    function creditAndSeal(uint64 segment) internal {
        credit(segment, entries);
        credit(segment, moreEntries);
        seal(segment);
    }

    function settle() internal {
        rollup.settle(0, links, newRoot, PROVER, proof);
    }

    function challenge() internal view returns (uint256) {
        return challengeOf(rollup, 0, 0, PROVER, newRoot, batchHash());
    }

    function batchHash() internal view returns (bytes32) {
        return Batch.hash(Batch.link(entries), Batch.link(moreEntries));
    }

    function table() internal view returns (SplitRow[] memory rows) {
        rows = new SplitRow[](3);
        rows[0] = SplitRow(ALICE, 7000);
        rows[1] = SplitRow(BOB, 2999);
        rows[2] = SplitRow(CAROL, 1);
    }

    function leavesBefore() internal pure returns (uint256[] memory) {
        return new uint256[](0);
    }

    function leavesAfter() internal pure returns (uint256[] memory leaves) {
        leaves = new uint256[](2);
        (leaves[0], leaves[1]) = (10e18 + 6, 3e18);
    }
}
