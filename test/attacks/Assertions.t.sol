// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Assertion, Evidence, Stride, Verdict} from "src/types/Interactions.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";

/// @notice What was done to other dispute systems, done to this one.
contract Assertions_AttackTest is InteractionScene {
    Posted private _posted;
    bytes private _encoded;

    function setUp() public override {
        super.setUp();
        bytes12 like = OperationTwin.cell(LIKE, 0, ALICE, 1, 0);
        (bytes32 r, bytes32 vs) =
            vm.signCompact(actorSecret(ALICE), OperationTwin.digest(inputs.domainSeparator(), like, 0, 0));
        _posted = post(abi.encodePacked(like, new bytes(180)), abi.encodePacked(r, vs, new bytes(960)));
        _encoded = abi.encode(execute(_posted));
    }

    /// @dev A call of ecrecover that runs out of gas answers nothing, as a wrong signature does.
    function test_OPT1_NoGasLimitMakesASignatureWrong() external {
        Truth memory truth = _truth();
        Assertion memory assertion = assertTruth(_posted, truth);
        Stride memory stride = strideOf(_posted, 0);
        bytes memory callData = abi.encodeCall(
            IInteractionRollup.falsify, (assertion, truth.roots, _posted.posting, stride, truth.evidence[0])
        );
        for (uint256 gas = 20_000; gas < 260_000; gas += 97) {
            (bool isDone,) = address(interactions).call{gas: gas}(callData);
            assertFalse(isDone, "OPT-1: an honest assertion falls to a gas limit");
        }
        assertVerdict(assertion, Verdict.Pending);
    }

    /// @dev The asserter's interest in its own lie: half the bond is gone whoever shows it.
    function test_ToShowOnesOwnLieLosesHalf() external {
        Truth memory truth = _truth();
        uint256 before = LIAR.balance;
        (Assertion memory assertion, bytes32[] memory roots) = lie(_posted, truth, 0);
        Stride memory stride = strideOf(_posted, 0);
        vm.prank(LIAR);
        interactions.falsify(assertion, roots, _posted.posting, stride, truth.evidence[0]);
        vm.warp(block.timestamp + interactions.REVEAL_TIME());
        interactions.collect(assertion);
        assertEq(LIAR.balance, before - ASSERTION_BOND / 2);
        assertEq(BURNED.balance, ASSERTION_BOND / 2);
    }

    /// @dev 100 lies against one challenger: each pays for itself, at 50 gwei.
    function test_ManyLiesCostTheirAuthorMore() external {
        Truth memory truth = _truth();
        for (uint256 i; i < 100; ++i) {
            bytes32[] memory roots = new bytes32[](1);
            roots[0] = keccak256(abi.encode("false", i));
            Assertion memory assertion = assertAs(LIAR, _posted, truth.rootBefore, roots);
            falsify(assertion, roots, _posted, truth, 0);
            vm.warp(block.timestamp + interactions.REVEAL_TIME());
            interactions.collect(assertion);
        }
        // the worst falsification, by test/gas
        uint256 spent = 100 * 1_500_000 * uint256(50 gwei);
        assertGt(CHALLENGER.balance / 2, spent, "honest profit, by the first quarters alone");
        assertEq(LIAR.balance, 100 ether - 100 * ASSERTION_BOND);
    }

    /// @dev A reorg brings other inputs under the number: what was asserted of the first ones says nothing of these.
    function test_AnAssertionIsOfItsInputsAlone() external {
        uint256 snapshot = vm.snapshotState();
        Posted memory posted = settled(likes(1));
        Truth memory truth = execute(posted);
        vm.revertToState(snapshot);
        Posted memory other = settled(likes(2));
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionRollup.InteractionRollup_NotPosted.selector, other.number)
        );
        vm.prank(ASSERTER);
        interactions.assertState{value: ASSERTION_BOND}(
            posted.number, posted.posting, truth.rootBefore, truth.roots
        );
    }

    function test_ContractsAssertAndFalsify() external {
        Truth memory truth = _truth();
        // code that takes ether, code that does not, code that burns all gas, code that returns a megabyte
        bytes[4] memory codes = [bytes(hex"00"), hex"fe", hex"5b600056", hex"6210000060006000f3"];
        for (uint256 i; i < codes.length; ++i) {
            vm.etch(LIAR, codes[i]);
            vm.etch(CHALLENGER, codes[i]);
            bytes32[] memory roots = new bytes32[](1);
            roots[0] = bytes32(i + 1);
            Assertion memory assertion = assertAs(LIAR, _posted, truth.rootBefore, roots);
            falsify(assertion, roots, _posted, truth, 0);
            vm.warp(block.timestamp + interactions.REVEAL_TIME());
            uint256 before = CHALLENGER.balance;
            interactions.collect{gas: 400_000}(assertion);
            assertEq(CHALLENGER.balance, before + ASSERTION_BOND / 4, "paid all the same");
        }
    }

    /// @dev Whoever copies the evidence out of the pool of transactions gets nothing that was committed to.
    function test_CopiedEvidenceEarnsNothing() external {
        Truth memory truth = _truth();
        (Assertion memory assertion, bytes32[] memory roots) = lie(_posted, truth, 0);
        bytes32 id = interactions.idOf(assertion);
        vm.prank(CHALLENGER);
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        interactions.commit(keccak256(abi.encode(id, uint256(0), CHALLENGER, bytes32("salt"))));
        vm.warp(block.timestamp + 12);
        Stride memory stride = strideOf(_posted, 0);
        vm.prank(STRANGER);
        interactions.falsify(assertion, roots, _posted.posting, stride, truth.evidence[0]);
        vm.prank(CHALLENGER);
        interactions.takeReward(assertion, "salt");
        vm.warp(block.timestamp + interactions.REVEAL_TIME());
        interactions.collect(assertion);
        assertEq(CHALLENGER.balance, ASSERTION_BOND / 4);
        assertEq(STRANGER.balance, ASSERTION_BOND / 4, "for the gas");
    }

    /// @dev A liar that commits to its own lie before anybody else can find it.
    function test_TheLiarCannotTakeTheChallengersPay() external {
        Truth memory truth = _truth();
        uint256 before = LIAR.balance;
        bytes32[] memory roots = new bytes32[](1);
        roots[0] = "a lie";
        bytes32 id = interactions.idOf(assertionOf(_posted, truth.rootBefore, roots));
        vm.prank(LIAR);
        interactions.commit(keccak256(abi.encode(id, uint256(0), LIAR, bytes32("salt"))));
        vm.warp(block.timestamp + 12);
        Assertion memory assertion = assertAs(LIAR, _posted, truth.rootBefore, roots);
        falsify(assertion, roots, _posted, truth, 0);
        vm.prank(LIAR);
        interactions.takeReward(assertion, "salt");
        vm.warp(block.timestamp + interactions.REVEAL_TIME());
        interactions.collect(assertion);
        assertEq(CHALLENGER.balance, ASSERTION_BOND / 4, "honest profit");
        assertEq(LIAR.balance, before - ASSERTION_BOND * 3 / 4);
    }

    /// @dev OPT-1 over all call data, from sound evidence outwards.
    function testFuzz_OPT1_NoEvidenceFalsifiesTheTruth(uint256[] memory values, bytes memory witness)
        external
    {
        _assertRefused(strideOf(_posted, 0), Evidence(values, witness));
    }

    function testFuzz_OPT1_NoOtherStrideFalsifiesTheTruth(uint256 index, bytes32[] memory path) external {
        Stride memory stride = strideOf(_posted, 0);
        (stride.index, stride.path) = (index, path);
        _assertRefused(stride, _truth().evidence[0]);
    }

    /// @dev One word of sound call data is another one.
    function testFuzz_OPT1_NoChangedWordFalsifiesTheTruth(uint256 at, bytes32 word) external {
        Truth memory truth = _truth();
        bytes memory callData = _denial(strideOf(_posted, 0), truth.evidence[0]);
        at = 4 + 32 * (at % ((callData.length - 4) / 32));
        for (uint256 i; i < 32; ++i) {
            callData[at + i] = word[i];
        }
        _assertRefused(callData);
    }

    function testFuzz_OPT1_NoBytesFalsifyTheTruth(bytes calldata data) external {
        _assertRefused(abi.encodePacked(IInteractionRollup.falsify.selector, data));
    }

    function _assertRefused(Stride memory stride, Evidence memory evidence) private {
        _assertRefused(_denial(stride, evidence));
    }

    function _assertRefused(bytes memory callData) private {
        assertTruth(_posted, _truth());
        (bool isDone,) = address(interactions).call(callData);
        assertFalse(isDone, "OPT-1: an honest assertion falls");
    }

    function _denial(Stride memory stride, Evidence memory evidence) private view returns (bytes memory) {
        Truth memory truth = _truth();
        Assertion memory assertion = assertionOf(_posted, truth.rootBefore, truth.roots);
        return abi.encodeCall(
            IInteractionRollup.falsify, (assertion, truth.roots, _posted.posting, stride, evidence)
        );
    }

    function _truth() private view returns (Truth memory) {
        return abi.decode(_encoded, (Truth));
    }
}
