// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SplitRollup} from "src/splits/SplitRollup.sol";
import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {ISettleVerifier} from "src/interfaces/IVerifiers.sol";
import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {Batch} from "test/helpers/Batch.sol";
import {NegatedProof} from "test/helpers/NegatedProof.sol";
import {ProvenScene} from "test/helpers/ProvenScene.sol";
import {Prover} from "test/helpers/Prover.sol";

/// @notice SPL-4: the proof is a real one, and each test tries it where it must not be good.
contract SplitRollup_Settle_Test is ProvenScene {
    /* BATCHES */

    function test_RevertGiven_NothingIsSealed() external {
        vm.expectRevert(abi.encodeWithSelector(ISplitRollup.SplitRollup_NothingSealed.selector, 7));
        rollup.settle(7, links, newRoot, PROVER, proof);
    }

    function test_RevertGiven_TheBatchWasSettled() external {
        settle();
        vm.expectRevert(abi.encodeWithSelector(ISplitRollup.SplitRollup_NothingSealed.selector, 0));
        settle();
    }

    function test_RevertWhen_TheBeneficiaryIsZero() external {
        vm.expectRevert(ISplitRollup.SplitRollup_BeneficiaryZero.selector);
        rollup.settle(0, links, newRoot, address(0), proof);
    }

    /* CALL DATA OTHER THAN WHAT WAS SEALED */

    function test_RevertWhen_AnEntryIsDropped() external {
        _expectMismatch(bytes.concat(Batch.link(Batch.entry(0, 10e18 + 1)), Batch.link(moreEntries)));
    }

    function test_RevertWhen_AnEntryIsDoubled() external {
        _expectMismatch(bytes.concat(links, Batch.link(moreEntries)));
    }

    function test_RevertWhen_AnEntryIsMovedToAnotherSlot() external {
        _expectMismatch(bytes.concat(Batch.link(entries), Batch.link(Batch.entry(1, 5))));
    }

    function test_RevertWhen_AnAmountIsAnother() external {
        _expectMismatch(bytes.concat(Batch.link(entries), Batch.link(Batch.entry(0, 6))));
    }

    function test_RevertWhen_LinksAreInAnotherOrder() external {
        _expectMismatch(bytes.concat(Batch.link(moreEntries), Batch.link(entries)));
    }

    function test_RevertWhen_LinksAreJoined() external {
        _expectMismatch(Batch.link(bytes.concat(entries, moreEntries)));
    }

    function test_RevertWhen_AnEmptyLinkIsAdded() external {
        _expectMismatch(bytes.concat(links, Batch.link("")));
    }

    function test_RevertWhen_ThereAreNoLinks() external {
        _expectMismatch("");
    }

    function test_RevertWhen_ALinkIsCutShort() external {
        vm.expectRevert();
        rollup.settle(0, bytes.concat(links, hex"0001"), newRoot, PROVER, proof);
    }

    /* A PROOF OF SOMETHING ELSE */

    function test_RevertWhen_TheProofIsForAnotherContract() external {
        SplitRollup twin =
            new SplitRollup(address(stream), PROVING_FEE, SEAL_AGE, settleVerifier, claimVerifier);
        vm.prank(PATRON);
        stream.approve(address(twin), type(uint256).max);
        twin.registerSplit(tableHash);
        twin.registerSplit(tableHash);
        vm.startPrank(PATRON);
        twin.credit(0, entries);
        twin.credit(0, moreEntries);
        vm.stopPrank();
        vm.warp(block.timestamp + SEAL_AGE);
        twin.seal(0);
        assertEq(twin.sealedBatch(0, 0), rollup.sealedBatch(0, 0));

        vm.expectRevert(ISplitRollup.SplitRollup_ProofInvalid.selector);
        twin.settle(0, links, newRoot, PROVER, proof);
    }

    function test_RevertWhen_TheProofIsForAnotherChain() external {
        uint256 here = challenge();
        vm.chainId(10);
        assertNotEq(challenge(), here, "SPL-4: the challenge carries the chain");
        // development keys prove nothing there anyway, so look at what the verifier is asked
        vm.expectCall(
            address(settleVerifier),
            abi.encodeWithSelector(
                ISettleVerifier.verifyProof.selector, proof.a, proof.b, proof.c, challenge()
            )
        );
        _expectProofInvalid(newRoot, PROVER);
    }

    function test_RevertWhen_TheProofIsForAnotherSegment() external {
        registerSplits(256);
        creditAndSeal(1);
        assertEq(rollup.sealedBatch(1, 0), rollup.sealedBatch(0, 0));
        vm.expectRevert(ISplitRollup.SplitRollup_ProofInvalid.selector);
        rollup.settle(1, links, newRoot, PROVER, proof);
    }

    function test_RevertWhen_TheProofIsForAnotherBatch() external {
        creditAndSeal(0);
        assertEq(rollup.sealedBatch(0, 1), rollup.sealedBatch(0, 0));
        settle();
        _expectProofInvalid(newRoot, PROVER);
    }

    function test_RevertWhen_TheProofIsForAnotherBeneficiary() external {
        _expectProofInvalid(newRoot, STRANGER);
    }

    function test_RevertWhen_TheNewRootIsAnother() external {
        _expectProofInvalid(newRoot + 1, PROVER);
    }

    function test_RevertWhen_TheNewRootIsWrittenAnotherWay() external {
        _expectProofInvalid(newRoot + FIELD_ORDER, PROVER);
    }

    function test_RevertWhen_TheProofIsOfOtherCredits() external {
        // true of its leaves: slot 1 gets five wei of what slot 0 was paid
        uint256[] memory lie = leavesAfter();
        (lie[0], lie[1]) = (lie[0] - 5, lie[1] + 5);
        newRoot = Prover.root(lie);
        proof = Prover.settle(challenge(), leavesBefore(), lie);
        _expectProofInvalid(newRoot, PROVER);
    }

    function test_RevertWhen_AProofPointIsAnother() external {
        proof.a = proof.c;
        _expectProofInvalid(newRoot, PROVER);
    }

    /* THE PROOF OF IT */

    function test_WhenTheProofIsTrue() external {
        vm.expectEmit(address(rollup));
        emit ISplitRollup.BatchSettled(0, 0, newRoot, PROVER, 3 * PROVING_FEE);
        vm.prank(STRANGER);
        settle();

        assertEq(rollup.rootAt(0, 1), newRoot);
        assertEq(rollup.segmentOf(0).settledBatches, 1);
        assertEq(rollup.sealedBatch(0, 0), 0);
        assertEq(stream.balanceOf(PROVER), 3 * PROVING_FEE);
        assertEq(stream.balanceOf(address(rollup)), 13e18 + 6);
    }

    function test_WhenTheProofIsNegated() external {
        // as good as the first form, so nothing may ever be told apart by a proof's bytes
        Groth16Proof memory negated = NegatedProof.twin(proof);
        rollup.settle(0, links, newRoot, PROVER, negated);
        assertEq(rollup.rootAt(0, 1), newRoot);
        vm.expectRevert(abi.encodeWithSelector(ISplitRollup.SplitRollup_NothingSealed.selector, 0));
        settle();
        assertEq(stream.balanceOf(PROVER), 3 * PROVING_FEE);
    }

    function _expectMismatch(bytes memory other) private {
        // whatever they are, their hash is not the sealed one
        vm.expectPartialRevert(ISplitRollup.SplitRollup_BatchMismatch.selector);
        rollup.settle(0, other, newRoot, PROVER, proof);
    }

    function _expectProofInvalid(uint256 root, address beneficiary) private {
        vm.expectRevert(ISplitRollup.SplitRollup_ProofInvalid.selector);
        rollup.settle(0, links, root, beneficiary, proof);
    }
}
