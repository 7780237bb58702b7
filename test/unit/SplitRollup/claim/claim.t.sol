// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SplitRollup} from "src/splits/SplitRollup.sol";
import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {IClaimVerifier} from "src/interfaces/IVerifiers.sol";
import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Batch} from "test/helpers/Batch.sol";
import {NegatedProof} from "test/helpers/NegatedProof.sol";
import {ProvenScene} from "test/helpers/ProvenScene.sol";
import {Prover} from "test/helpers/Prover.sol";

/// @notice A settled batch, and the real proof of Alice's 70 % of it.
contract SplitRollup_Claim_Test is ProvenScene {
    /// @dev floor((10e18 + 6) * 7000 / 10000)
    uint128 private constant SHARE = 7e18 + 4;

    Groth16Proof private _claim;

    function setUp() public override {
        super.setUp();
        settle();
        _claim = Prover.claim(scoped(rollup, SPLIT), leavesAfter(), table(), 0);
    }

    function test_RevertGiven_TheShareWasPaid() external {
        _pay(_claim);
        _expectNothingToClaim(_claim);
    }

    function test_RevertWhen_TheEntitlementIsZero() external {
        vm.expectRevert(abi.encodeWithSelector(ISplitRollup.SplitRollup_NothingToClaim.selector, 0, 0));
        rollup.claim(SPLIT, 0, ALICE, 0, 1, _claim);
    }

    function test_RevertWhen_TheNegatedProofIsTriedAgain() external {
        _pay(_claim);
        _expectNothingToClaim(NegatedProof.twin(_claim));
    }

    function test_RevertWhen_TheSplitIsUnknown() external {
        vm.expectRevert(
            abi.encodeWithSelector(ISplitRollup.SplitRollup_SplitUnknown.selector, SplitId.wrap(2))
        );
        rollup.claim(SplitId.wrap(2), 0, ALICE, SHARE, 1, _claim);
    }

    function test_RevertWhen_TheSplitIsAnotherOfTheSameTable() external {
        _expectProofInvalid(SplitId.wrap(1), 0, ALICE, SHARE, 1);
    }

    function test_RevertWhen_TheSplitIsOfAnotherSegment() external {
        registerSplits(254);
        SplitId far = rollup.registerSplit(tableHash);
        assertEq(SplitId.unwrap(far), 256);
        vm.expectRevert(
            abi.encodeWithSelector(ISplitRollup.SplitRollup_RootUnknown.selector, uint64(1), uint64(1))
        );
        rollup.claim(far, 0, ALICE, SHARE, 1, _claim);
        _expectProofInvalid(far, 0, ALICE, SHARE, 0);
    }

    function test_RevertWhen_ThePositionIsAnother() external {
        _expectProofInvalid(SPLIT, 1, ALICE, SHARE, 1);
        _expectProofInvalid(SPLIT, 255, ALICE, SHARE, 1);
    }

    function test_RevertWhen_TheRecipientIsAnother() external {
        _expectProofInvalid(SPLIT, 0, BOB, SHARE, 1);
    }

    function test_RevertWhen_TheEntitlementIsRoundedUp() external {
        _expectProofInvalid(SPLIT, 0, ALICE, SHARE + 1, 1);
    }

    function test_RevertWhen_TheEntitlementIsLower() external {
        _expectProofInvalid(SPLIT, 0, ALICE, SHARE - 1, 1);
    }

    function test_RevertWhen_TheRootIsAnother() external {
        _expectProofInvalid(SPLIT, 0, ALICE, SHARE, 0);
    }

    function test_RevertWhen_TheRootIsOfTheFuture() external {
        vm.expectRevert(
            abi.encodeWithSelector(ISplitRollup.SplitRollup_RootUnknown.selector, uint64(0), uint64(2))
        );
        rollup.claim(SPLIT, 0, ALICE, SHARE, 2, _claim);
    }

    function test_RevertWhen_TheProofIsForAnotherChain() external {
        uint256 here = scoped(rollup, SPLIT);
        vm.chainId(10);
        uint256 there = scoped(rollup, SPLIT);
        assertNotEq(there, here, "SPL-4: the split's name carries the chain");
        // development keys prove nothing there anyway, so look at what the verifier is asked
        vm.expectCall(
            address(claimVerifier),
            abi.encodeWithSelector(
                IClaimVerifier.verifyProof.selector, _claim.a, _claim.b, _claim.c, newRoot, there
            )
        );
        _expectProofInvalid(SPLIT, 0, ALICE, SHARE, 1);
    }

    function test_RevertWhen_TheProofIsForAnotherContract() external {
        SplitRollup twin =
            new SplitRollup(address(stream), PROVING_FEE, SEAL_AGE, settleVerifier, claimVerifier);
        twin.registerSplit(tableHash);
        assertNotEq(scoped(twin, SPLIT), scoped(rollup, SPLIT));
        vm.expectRevert(ISplitRollup.SplitRollup_ProofInvalid.selector);
        twin.claim(SPLIT, 0, ALICE, SHARE, 0, _claim);
    }

    function test_WhenTheProofIsTrue() external {
        vm.expectEmit(address(rollup));
        emit ISplitRollup.Claimed(SPLIT, 0, ALICE, SHARE, SHARE);
        vm.prank(STRANGER);
        _pay(_claim);
        assertEq(stream.balanceOf(ALICE), SHARE);
        assertEq(rollup.claimed(SPLIT, 0), SHARE);
        assertEq(rollup.claimed(SPLIT, 1), 0);
    }

    function test_WhenTheProofIsNegated() external {
        _pay(NegatedProof.twin(_claim));
        assertEq(stream.balanceOf(ALICE), SHARE);
    }

    function test_GivenAnotherBatchWasSettled() external {
        uint256[] memory leaves = leavesAfter();
        leaves[0] += 1e18;
        _settleMore(leaves);

        // the proof against the older root is still good, and pays what that root says
        _pay(_claim);
        assertEq(stream.balanceOf(ALICE), SHARE);

        Groth16Proof memory later = Prover.claim(scoped(rollup, SPLIT), leaves, table(), 0);
        vm.expectEmit(address(rollup));
        emit ISplitRollup.Claimed(SPLIT, 0, ALICE, 0.7e18, SHARE + 0.7e18);
        assertEq(rollup.claim(SPLIT, 0, ALICE, SHARE + 0.7e18, 2, later), 0.7e18);
        // and now it says less than what was paid
        _expectNothingToClaim(_claim);
    }

    function _settleMore(uint256[] memory leaves) private {
        bytes memory more = Batch.entry(0, 1e18);
        credit(0, more);
        seal(0);
        uint256 root = Prover.root(leaves);
        uint256 x = challengeOf(rollup, 0, 1, PROVER, root, Batch.hash(Batch.link(more)));
        Groth16Proof memory settlement = Prover.settle(x, leavesAfter(), leaves);
        rollup.settle(0, Batch.link(more), root, PROVER, settlement);
    }

    function _pay(Groth16Proof memory claim) private {
        assertEq(rollup.claim(SPLIT, 0, ALICE, SHARE, 1, claim), SHARE);
    }

    function _expectNothingToClaim(Groth16Proof memory claim) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ISplitRollup.SplitRollup_NothingToClaim.selector, SHARE, rollup.claimed(SPLIT, 0)
            )
        );
        rollup.claim(SPLIT, 0, ALICE, SHARE, 1, claim);
    }

    function _expectProofInvalid(
        SplitId split,
        uint8 position,
        address recipient,
        uint128 entitlement,
        uint64 settledBatches
    ) private {
        vm.expectRevert(ISplitRollup.SplitRollup_ProofInvalid.selector);
        rollup.claim(split, position, recipient, entitlement, settledBatches, _claim);
    }
}
