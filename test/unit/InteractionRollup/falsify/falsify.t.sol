// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Leaves} from "src/libraries/Leaves.sol";
import {StateTree} from "src/libraries/StateTree.sol";
import {Assertion, Evidence, Stride, Verdict} from "src/types/Interactions.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";

contract InteractionRollup_Falsify_Test is InteractionScene {
    Posted private _posted;
    bytes private _encoded;
    uint256 private constant STRIDES = 3;

    function setUp() public override {
        super.setUp();
        Posted memory first = settled(likes(2));
        confirmTruth(first, execute(first));
        _posted = settled(likes(STRIDES));
        _encoded = abi.encode(execute(_posted));
    }

    function test_RevertGiven_NothingWasAsserted() external {
        Assertion memory assertion = assertionOf(_posted, _truth().rootBefore, _truth().roots);
        expectNotPending(assertion, Verdict.None);
        falsify(assertion, _truth().roots, _posted, _truth(), 0);
    }

    function test_RevertGiven_ItWasFalsified() external {
        (Assertion memory assertion, bytes32[] memory roots) = lie(_posted, _truth(), 1);
        falsify(assertion, roots, _posted, _truth(), 1);
        expectNotPending(assertion, Verdict.Falsified);
        falsify(assertion, roots, _posted, _truth(), 1);
    }

    function test_RevertGiven_ItIsFinal() external {
        Assertion memory assertion = confirmTruth(_posted, _truth());
        expectNotPending(assertion, Verdict.Confirmed);
        falsify(assertion, _truth().roots, _posted, _truth(), 1);
    }

    function test_RevertWhen_ThePostingIsAnother() external {
        (Assertion memory assertion, bytes32[] memory roots) = lie(_posted, _truth(), 1);
        _posted.posting.actors = 1;
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionRollup.InteractionRollup_NotPosted.selector, _posted.number)
        );
        falsify(assertion, roots, _posted, _truth(), 1);
    }

    function test_RevertWhen_TheStrideIsAnother() external {
        Stride memory stride = strideOf(_posted, 1);
        stride.operations[5] ^= 0x01;
        _expectNotInPosting(stride);
    }

    function test_RevertWhen_TheIndexIsAnother() external {
        Stride memory stride = strideOf(_posted, 1);
        stride.index = 0;
        _expectNotInPosting(stride);
    }

    function test_RevertWhen_TheIndexIsBeyondTheStrides() external {
        // the alias of stride 0 in a tree of 4, by which an honest assertion was once "falsified"
        Stride memory stride = strideOf(_posted, 0);
        stride.index = 4;
        _expectNotInPosting(stride);
        stride.index = STRIDES;
        _expectNotInPosting(stride);
    }

    function test_RevertWhen_TheStrideHasSignaturesThatWereNotPosted() external {
        Stride memory stride = strideOf(_posted, 1);
        stride.signatures = new bytes(1024);
        _expectNotInPosting(stride);
    }

    function test_RevertWhen_TheRootsAreOthers() external {
        (Assertion memory assertion, bytes32[] memory roots) = lie(_posted, _truth(), 1);
        roots[1] = "another";
        _expectRootsInvalid(assertion, roots);
    }

    function test_RevertWhen_ARootIsMissing() external {
        (Assertion memory assertion,) = lie(_posted, _truth(), 1);
        _expectRootsInvalid(assertion, new bytes32[](1));
    }

    function test_RevertWhen_AValueIsMissing() external {
        (Assertion memory assertion, bytes32[] memory roots) = lie(_posted, _truth(), 1);
        uint256[] memory values = _truth().evidence[1].values;
        assembly ("memory-safe") {
            mstore(values, sub(mload(values), 1))
        }
        Stride memory stride = strideOf(_posted, 1);
        vm.expectPartialRevert(Leaves.Leaves_Unread.selector);
        interactions.falsify(
            assertion, roots, _posted.posting, stride, Evidence(values, _truth().evidence[1].witness)
        );
    }

    function test_RevertWhen_TheWitnessIsOfAnotherStride() external {
        (Assertion memory assertion, bytes32[] memory roots) = lie(_posted, _truth(), 1);
        Stride memory stride = strideOf(_posted, 1);
        Evidence memory evidence = Evidence(_truth().evidence[1].values, _truth().evidence[0].witness);
        vm.expectRevert();
        interactions.falsify(assertion, roots, _posted.posting, stride, evidence);
    }

    function test_RevertWhen_AValueIsAnother() external {
        (Assertion memory assertion, bytes32[] memory roots) = lie(_posted, _truth(), 1);
        Truth memory truth = _truth();
        truth.evidence[1].values[0] ^= 2;
        vm.expectPartialRevert(IInteractionRollup.InteractionRollup_RootBeforeDiffers.selector);
        falsify(assertion, roots, _posted, truth, 1);
    }

    function test_RevertWhen_TheLieComesLater() external {
        (Assertion memory assertion, bytes32[] memory roots) = lie(_posted, _truth(), 2);
        for (uint256 stride; stride < 2; ++stride) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IInteractionRollup.InteractionRollup_RootTrue.selector,
                    interactions.idOf(assertion),
                    stride
                )
            );
            falsify(assertion, roots, _posted, _truth(), stride);
        }
    }

    function test_RevertGiven_TheAssertionIsTrue() external {
        Assertion memory assertion = assertTruth(_posted, _truth());
        for (uint256 stride; stride < STRIDES; ++stride) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IInteractionRollup.InteractionRollup_RootTrue.selector,
                    interactions.idOf(assertion),
                    stride
                )
            );
            falsify(assertion, _truth().roots, _posted, _truth(), stride);
        }
    }

    function test_WhenTheFirstStrideIsFalse() external {
        _assertDies(0);
    }

    function test_WhenTheLastStrideIsFalse() external {
        _assertDies(STRIDES - 1);
    }

    function test_WhenTheLieIsOneBit() external {
        for (uint256 bit; bit < 256; bit += 15) {
            bytes32[] memory roots = _truth().roots;
            bytes32 right = roots[1];
            // forge-lint: disable-next-line(incorrect-shift) a one, moved up
            roots[1] = right ^ bytes32(1 << bit);
            Assertion memory assertion = assertAs(LIAR, _posted, _truth().rootBefore, roots);
            falsify(assertion, roots, _posted, _truth(), 1);
            assertVerdict(assertion, Verdict.Falsified);
            roots[1] = right;
        }
    }

    function test_WhenTheWindowIsOver() external {
        // nobody confirmed it yet
        (Assertion memory assertion, bytes32[] memory roots) = lie(_posted, _truth(), 1);
        vm.warp(block.timestamp + 10 * ASSERTION_WINDOW);
        falsify(assertion, roots, _posted, _truth(), 1);
        assertVerdict(assertion, Verdict.Falsified);
    }

    function test_WhenTheStrideIsSigned() external {
        bytes12 like = OperationTwin.cell(LIKE, 0, ALICE, 1, 0);
        bytes memory operations = abi.encodePacked(like, new bytes(180));
        (bytes32 r, bytes32 vs) =
            vm.signCompact(actorSecret(ALICE), OperationTwin.digest(inputs.domainSeparator(), like, 0, 2));
        Posted memory posted = post(operations, abi.encodePacked(r, vs, new bytes(960)));
        Truth memory truth = execute(posted);
        assertNotEq(truth.roots[0], truth.rootBefore, "it took effect");
        (Assertion memory assertion, bytes32[] memory roots) = lie(posted, truth, 0);
        falsify(assertion, roots, posted, truth, 0);
        assertVerdict(assertion, Verdict.Falsified);
        // that the like did nothing is a lie, too
        roots[0] = truth.rootBefore;
        assertion = assertAs(LIAR, posted, truth.rootBefore, roots);
        falsify(assertion, roots, posted, truth, 0);
        assertVerdict(assertion, Verdict.Falsified);
    }

    function test_WhenTheStrideReadsNothing() external {
        Posted memory posted = settled(new bytes(384));
        Truth memory truth = execute(posted);
        for (uint256 stride; stride < 2; ++stride) {
            (Assertion memory assertion, bytes32[] memory roots) = lie(posted, truth, stride);
            falsify(assertion, roots, posted, truth, stride);
            assertVerdict(assertion, Verdict.Falsified);
        }
        Assertion memory honest = assertTruth(posted, truth);
        vm.expectPartialRevert(IInteractionRollup.InteractionRollup_RootTrue.selector);
        falsify(honest, truth.roots, posted, truth, 0);
    }

    function test_GivenASignatureIsMissing() external {
        Posted memory posted = post(likes(1));
        vm.deal(STRANGER, 1 ether);
        Stride memory stride = strideOf(posted, 0);
        vm.prank(STRANGER);
        inputs.demandSignature{value: 0.1 ether}(posted.number, posted.posting, stride, 0);
        vm.warp(inputs.finalAt(posted.posting));
        Truth memory truth = execute(posted);
        assertEq(truth.roots[0], truth.rootBefore, "the whole posting does nothing");
        (Assertion memory assertion, bytes32[] memory roots) = lie(posted, truth, 0);
        falsify(assertion, roots, posted, truth, 0);
        assertVerdict(assertion, Verdict.Falsified);
    }

    function _truth() private view returns (Truth memory) {
        return abi.decode(_encoded, (Truth));
    }

    function _assertDies(uint256 stride) private {
        (Assertion memory assertion, bytes32[] memory roots) = lie(_posted, _truth(), stride);
        Assertion memory truth = assertTruth(_posted, _truth());
        vm.expectEmit(address(interactions));
        emit IInteractionRollup.Falsified(
            interactions.idOf(assertion), CHALLENGER, stride, _truth().roots[stride]
        );
        falsify(assertion, roots, _posted, _truth(), stride);
        (Verdict verdict, address holder, uint40 since) = interactions.statusOf(interactions.idOf(assertion));
        assertEq(uint8(verdict), uint8(Verdict.Falsified));
        assertEq(holder, CHALLENGER);
        assertEq(since, block.timestamp);
        assertEq(CHALLENGER.balance, ASSERTION_BOND / 4, "at once");
        assertVerdict(truth, Verdict.Pending);
    }

    function _expectNotInPosting(Stride memory stride) private {
        Assertion memory assertion = assertionOf(_posted, _truth().rootBefore, _truth().roots);
        bytes32 id = interactions.idOf(assertion);
        (Verdict verdict,,) = interactions.statusOf(id);
        if (verdict == Verdict.None) assertTruth(_posted, _truth());
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionRollup.InteractionRollup_NotInPosting.selector, _posted.number, stride.index
            )
        );
        interactions.falsify(assertion, _truth().roots, _posted.posting, stride, _truth().evidence[1]);
    }

    function _expectRootsInvalid(Assertion memory assertion, bytes32[] memory roots) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionRollup.InteractionRollup_RootsInvalid.selector, interactions.idOf(assertion), 1
            )
        );
        falsify(assertion, roots, _posted, _truth(), 1);
    }
}
