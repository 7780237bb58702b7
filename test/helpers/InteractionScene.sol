// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Leaves} from "src/libraries/Leaves.sol";
import {Transition} from "src/libraries/Transition.sol";
import {Assertion, Evidence, Posting, Stride, Verdict} from "src/types/Interactions.sol";
import {Role} from "src/types/Operator.sol";
import {Base} from "test/Base.t.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";
import {StateTwin} from "test/helpers/StateTwin.sol";
import {StrideTwin} from "test/helpers/StrideTwin.sol";
import {TransitionHarness} from "test/helpers/TransitionHarness.sol";

/// @notice A sequencer that posts, two actors, two works, somebody who asserts and somebody who falsifies.
/// @dev Postings are without signatures, unless a test says otherwise.
abstract contract InteractionScene is ContentScene, OperatorScene {
    using StateTwin for StateTwin.Store;

    /// @param roots After each stride.
    /// @param evidence Of each stride.
    struct Truth {
        bytes32 rootBefore;
        bytes32[] roots;
        Evidence[] evidence;
    }

    struct Posted {
        uint64 number;
        Posting posting;
        bytes operations;
        bytes signatures;
    }

    uint256 internal constant ALICE = 0;
    uint256 internal constant BOB = 1;
    uint256 internal constant FOLLOW = 1;
    uint256 internal constant LIKE = 3;
    uint256 internal constant UNLIKE = 4;
    address internal constant BURNED = 0x000000000000000000000000000000000000dEaD;

    address internal immutable SEQUENCER = makeAddr("sequencer");
    address internal immutable ASSERTER = makeAddr("asserter");
    address internal immutable LIAR = makeAddr("liar");
    address internal immutable CHALLENGER = makeAddr("challenger");

    TransitionHarness internal harness;
    uint256[] private _keys;
    uint256[] private _values;

    function setUp() public virtual override(Base, OperatorScene) {
        super.setUp();
        harness = TransitionHarness(deployCode("TransitionHarness.sol:TransitionHarness"));
        fund(SEQUENCER, MINIMUM_BOND, address(operators));
        register(SEQUENCER, Role.Sequencer);
        for (uint256 actor; actor < 2; ++actor) {
            vm.prank(vm.addr(actorSecret(actor)));
            inputs.register(vm.addr(actorSecret(actor)));
            publish(bytes32(actor), leavesOf(1));
        }
        vm.deal(ASSERTER, 100 ether);
        vm.deal(LIAR, 100 ether);
    }

    function actorSecret(uint256 actor) internal pure returns (uint256) {
        return 0xa11ce + actor;
    }

    /// @return operations `strides` strides, of which the i-th has one like of work 0 or 1, and a follow.
    function likes(uint256 strides) internal pure returns (bytes memory operations) {
        for (uint256 i; i < strides; ++i) {
            operations = abi.encodePacked(
                operations,
                OperationTwin.cell(i / 2 % 2 == 0 ? LIKE : UNLIKE, 0, ALICE, i % 2, 0),
                OperationTwin.cell(FOLLOW, 0, BOB, ALICE, 0),
                new bytes(168)
            );
        }
    }

    function post(bytes memory operations) internal returns (Posted memory) {
        return post(operations, "");
    }

    function post(bytes memory operations, bytes memory signatures) internal returns (Posted memory posted) {
        vm.recordLogs();
        vm.prank(SEQUENCER);
        inputs.postInputs(operations, signatures);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        posted.number = uint64(uint256(logs[0].topics[1]));
        (posted.posting, posted.operations, posted.signatures) =
            abi.decode(logs[0].data, (Posting, bytes, bytes));
    }

    /// @dev Posts, and waits until its marks are final.
    function settled(bytes memory operations) internal returns (Posted memory posted) {
        posted = post(operations);
        vm.warp(inputs.finalAt(posted.posting));
    }

    /// @dev Executes a posting on the scene's state.
    function execute(Posted memory posted) internal returns (Truth memory truth) {
        truth.rootBefore = store().root();
        truth.roots = new bytes32[](posted.posting.strides);
        truth.evidence = new Evidence[](posted.posting.strides);
        for (uint256 i; i < truth.roots.length; ++i) {
            Stride memory stride = strideOf(posted, i);
            StateTwin.Store memory before = store();
            (uint256[] memory given, Leaves.Map memory map) =
                harness.readsOf(contextOf(posted, i), stride.operations, stride.signatures, before);
            StateTwin.Store memory read;
            StateTwin.Store memory next = store();
            for (uint256 leaf; leaf < map.keys.length; ++leaf) {
                read = read.set(uint256(map.keys[leaf]), 0);
                if (map.values[leaf] != 0) next = next.set(uint256(map.keys[leaf]), map.values[leaf]);
            }
            truth.evidence[i] = Evidence(given, before.witness(read.keys));
            truth.roots[i] = next.root();
            (_keys, _values) = (next.keys, next.values);
        }
    }

    function contextOf(Posted memory posted, uint256 stride)
        internal
        view
        returns (Transition.Context memory)
    {
        return Transition.Context({
            actors: inputs,
            domainSeparator: inputs.domainSeparator(),
            posting: posted.number,
            time: posted.posting.postedAt,
            actorCount: posted.posting.actors,
            workCount: posted.posting.works,
            isSigned: posted.posting.isSigned,
            marks: inputs.marksOf(posted.number, stride)
        });
    }

    function store() internal view returns (StateTwin.Store memory) {
        return StateTwin.Store(_keys, _values);
    }

    function strideOf(Posted memory posted, uint256 index) internal pure returns (Stride memory) {
        return StrideTwin.strideAt(posted.number, posted.operations, posted.signatures, index);
    }

    function assertionOf(Posted memory posted, bytes32 rootBefore, bytes32[] memory roots)
        internal
        pure
        returns (Assertion memory)
    {
        return
            Assertion(posted.number, rootBefore, roots[roots.length - 1], keccak256(abi.encodePacked(roots)));
    }

    function assertAs(address asserter, Posted memory posted, bytes32 rootBefore, bytes32[] memory roots)
        internal
        returns (Assertion memory)
    {
        vm.prank(asserter);
        interactions.assertState{value: ASSERTION_BOND}(posted.number, posted.posting, rootBefore, roots);
        return assertionOf(posted, rootBefore, roots);
    }

    function assertTruth(Posted memory posted, Truth memory truth) internal returns (Assertion memory) {
        return assertAs(ASSERTER, posted, truth.rootBefore, truth.roots);
    }

    /// @return assertion False from `stride` on.
    /// @return roots The liar's.
    function lie(Posted memory posted, Truth memory truth, uint256 stride)
        internal
        returns (Assertion memory assertion, bytes32[] memory roots)
    {
        roots = new bytes32[](truth.roots.length);
        for (uint256 i; i < roots.length; ++i) {
            roots[i] = i < stride ? truth.roots[i] : keccak256(abi.encode("false", i));
        }
        assertion = assertAs(LIAR, posted, truth.rootBefore, roots);
    }

    function falsify(
        Assertion memory assertion,
        bytes32[] memory roots,
        Posted memory posted,
        Truth memory truth,
        uint256 stride
    ) internal {
        Stride memory shown = strideOf(posted, stride);
        vm.prank(CHALLENGER);
        interactions.falsify(assertion, roots, posted.posting, shown, truth.evidence[stride]);
    }

    /// @dev The truth of a posting becomes final.
    function confirmTruth(Posted memory posted, Truth memory truth) internal returns (Assertion memory a) {
        a = assertTruth(posted, truth);
        vm.warp(block.timestamp + ASSERTION_WINDOW);
        interactions.confirm(a);
    }

    function assertVerdict(Assertion memory assertion, Verdict expected) internal view {
        (Verdict verdict,,) = interactions.statusOf(interactions.idOf(assertion));
        assertEq(uint8(verdict), uint8(expected), "the verdict");
    }

    function expectNotPending(Assertion memory assertion, Verdict verdict) internal {
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionRollup.InteractionRollup_NotPending.selector,
                keccak256(abi.encode(assertion)),
                verdict
            )
        );
    }

    function expectTooEarly(uint256 until) internal {
        vm.expectRevert(abi.encodeWithSelector(IInteractionRollup.InteractionRollup_TooEarly.selector, until));
    }
}
