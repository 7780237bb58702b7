// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Assertion, Posting, Verdict} from "src/types/Interactions.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";

contract InteractionRollup_AssertState_Test is InteractionScene {
    function test_RevertWhen_TheBondIsAWeiShort() external {
        _expectBondWrong(ASSERTION_BOND - 1);
    }

    function test_RevertWhen_TheBondIsAWeiTooMuch() external {
        _expectBondWrong(ASSERTION_BOND + 1);
    }

    function test_RevertGiven_NothingWasPosted() external {
        Posted memory posted = settled(likes(2));
        posted.number = 1;
        _expectNotPosted(posted);
    }

    function test_RevertWhen_ThePostingIsAnother() external {
        Posted memory posted = settled(likes(2));
        posted.posting.strides = 1;
        _expectNotPosted(posted);
    }

    function test_RevertGiven_SignaturesMayStillBeShown() external {
        Posted memory posted = post(likes(2));
        uint256 until = inputs.finalAt(posted.posting);
        vm.warp(until - 1);
        expectTooEarly(until);
        _assert(posted, ASSERTION_BOND, new bytes32[](2));
        vm.warp(until);
        _assert(posted, ASSERTION_BOND, new bytes32[](2));
    }

    function test_RevertWhen_ARootIsMissing() external {
        _expectRootCountWrong(1);
    }

    function test_RevertWhen_ThereIsARootTooMany() external {
        _expectRootCountWrong(3);
    }

    function test_RevertGiven_TheSameWasAsserted() external {
        Posted memory posted = settled(likes(2));
        Truth memory truth = execute(posted);
        bytes32 id = interactions.idOf(assertTruth(posted, truth));
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionRollup.InteractionRollup_AlreadyAsserted.selector, id)
        );
        _assert(posted, ASSERTION_BOND, truth.roots);
    }

    function test_RevertGiven_TheSameWasFalsified() external {
        Posted memory posted = settled(likes(2));
        Truth memory truth = execute(posted);
        (Assertion memory assertion, bytes32[] memory roots) = lie(posted, truth, 1);
        falsify(assertion, roots, posted, truth, 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionRollup.InteractionRollup_AlreadyAsserted.selector, interactions.idOf(assertion)
            )
        );
        _assert(posted, ASSERTION_BOND, roots);
    }

    function test_RevertGiven_ThePostingHasAFinalState() external {
        Posted memory posted = settled(likes(2));
        confirmTruth(posted, execute(posted));
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionRollup.InteractionRollup_AlreadyConfirmed.selector, 0)
        );
        _assert(posted, ASSERTION_BOND, new bytes32[](2));
    }

    function test_WhenTheAssertionIsNew() external {
        Posted memory posted = settled(likes(2));
        Truth memory truth = execute(posted);
        Assertion memory assertion = assertionOf(posted, truth.rootBefore, truth.roots);
        vm.expectEmit(address(interactions));
        emit IInteractionRollup.Asserted(
            interactions.idOf(assertion), 0, ASSERTER, truth.rootBefore, truth.roots
        );
        assertTruth(posted, truth);
        (Verdict verdict, address holder, uint40 since) = interactions.statusOf(interactions.idOf(assertion));
        assertEq(uint8(verdict), uint8(Verdict.Pending));
        assertEq(holder, ASSERTER);
        assertEq(since, block.timestamp);
        assertEq(address(interactions).balance, ASSERTION_BOND);
    }

    function test_WhenAnotherStandsBesideIt() external {
        Posted memory posted = settled(likes(2));
        Truth memory truth = execute(posted);
        (Assertion memory falsehood,) = lie(posted, truth, 0);
        assertVerdict(assertTruth(posted, truth), Verdict.Pending);
        assertVerdict(falsehood, Verdict.Pending);
    }

    function test_GivenThePostingBeforeIsNotFinal() external {
        Posted memory first = post(likes(1));
        Posted memory second = settled(likes(1));
        Truth memory truth = execute(first);
        assertVerdict(assertTruth(second, execute(second)), Verdict.Pending);
        assertVerdict(assertTruth(first, truth), Verdict.Pending);
    }

    function test_GivenThePostingIsSigned() external {
        Posted memory posted = post(likes(1), new bytes(1024));
        // at once
        _assert(posted, ASSERTION_BOND, new bytes32[](1));
    }

    function _expectBondWrong(uint256 bond) private {
        Posted memory posted = settled(likes(2));
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionRollup.InteractionRollup_BondWrong.selector, bond, ASSERTION_BOND
            )
        );
        _assert(posted, bond, new bytes32[](2));
    }

    function _expectNotPosted(Posted memory posted) private {
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionRollup.InteractionRollup_NotPosted.selector, posted.number)
        );
        _assert(posted, ASSERTION_BOND, new bytes32[](2));
    }

    function _expectRootCountWrong(uint256 count) private {
        Posted memory posted = settled(likes(2));
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionRollup.InteractionRollup_RootCountWrong.selector, count, 2)
        );
        _assert(posted, ASSERTION_BOND, new bytes32[](count));
    }

    function _assert(Posted memory posted, uint256 bond, bytes32[] memory roots) private {
        vm.prank(ASSERTER);
        interactions.assertState{value: bond}(posted.number, posted.posting, 0, roots);
    }
}
