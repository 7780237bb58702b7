// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IKeyCourt} from "src/interfaces/IKeyCourt.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {KeyCourt} from "src/keys/KeyCourt.sol";
import {Dleq} from "src/libraries/Dleq.sol";
import {Role} from "src/types/Operator.sol";
import {AnswerHints, PartialDecryption} from "src/types/PartialDecryption.sol";
import {Point} from "src/types/Point.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

contract KeyCourt_SlashKeyholder_Test is KeyScene {
    /// @dev True, until a test changes it.
    Answer private _answer;
    bytes32 private _id;

    function setUp() public override {
        super.setUp();
        _id = deal();
        _answer = answerOf(_id, 0, 2, 99);
    }

    function test_RevertWhen_TheAnswerIsTrue() external {
        _refuseTrue();
    }

    function test_RevertWhen_TheAnswerIsTrueAndAHintIsWrong() external {
        _refuseWrongHints();
    }

    function test_RevertWhen_TheAnswerIsFalseAndAHintIsWrong() external {
        _answer.result = 5;
        _refuseWrongHints();
    }

    function test_RevertWhen_TheAnswerIsTrueAndGasRunsShort() external {
        (PartialDecryption memory answer, AnswerHints memory hints) = (written(_answer), hintsOf(_answer));
        bytes memory signature = sign(answer, nodeKey(2));
        bytes memory call = abi.encodeCall(keyCourt.slashKeyholder, (answer, signature, hints));
        for (uint256 gas = 5000; gas < 100_000; gas += 97) {
            (bool slashed,) = address(keyCourt).call{gas: gas}(call);
            assertFalse(slashed, "KEY-1: a call that runs out of gas says nothing");
        }
    }

    function test_RevertWhen_TheSignerIsNotTheMember() external {
        _answer.result = 5;
        PartialDecryption memory answer = written(_answer);
        _refuseSigner(answer, sign(answer, nodeKey(1)), node(1), node(2));
    }

    function test_RevertWhen_TheSignatureIsNone() external {
        _answer.result = 5;
        _refuseSigner(written(_answer), "", address(0), node(2));
        _refuseSigner(written(_answer), new bytes(65), address(0), node(2));
    }

    function test_RevertWhen_TheSeatIsNobodys() external {
        _answer.index = 6;
        PartialDecryption memory answer = written(_answer);
        _refuseSigner(answer, sign(answer, nodeKey(6)), node(6), address(0));
        // nobody signed, and nobody sits there
        _refuseSigner(answer, "", address(0), address(0));
        (_answer.index, _answer.epoch) = (2, 1);
        answer = written(_answer);
        _refuseSigner(answer, sign(answer, nodeKey(2)), node(2), address(0));
    }

    function test_RevertWhen_TheAnswerWasChangedAfterTheSignature() external {
        PartialDecryption memory answer = written(_answer);
        AnswerHints memory hints = hintsOf(_answer);
        bytes memory signature = sign(answer, nodeKey(2));
        ++answer.response;
        vm.expectPartialRevert(IKeyCourt.KeyCourt_NotTheMember.selector);
        keyCourt.slashKeyholder(answer, signature, hints);
    }

    function test_RevertWhen_TheSignatureIsForAnotherCourt() external {
        _answer.result = 5;
        PartialDecryption memory answer = written(_answer);
        AnswerHints memory hints = hintsOf(_answer);
        KeyCourt twin = new KeyCourt(keys, operators);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(nodeKey(2), twin.answerDigest(answer));
        vm.expectPartialRevert(IKeyCourt.KeyCourt_NotTheMember.selector);
        keyCourt.slashKeyholder(answer, abi.encodePacked(r, s, v), hints);
    }

    function test_RevertGiven_ATrueAnswerOfAFormerEpoch() external {
        refresh(_id, 1);
        _refuseTrue();
        _answer = answerOf(_id, 1, 2, 99);
        _refuseTrue();
    }

    function test_RevertGiven_TheCourtIsNotOneOfTheRegistrys() external {
        _answer.result = 5;
        PartialDecryption memory answer = written(_answer);
        AnswerHints memory hints = hintsOf(_answer);
        KeyCourt twin = new KeyCourt(keys, operators);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(nodeKey(2), twin.answerDigest(answer));
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorRegistry.OperatorRegistry_NotACourt.selector, address(twin))
        );
        twin.slashKeyholder(answer, abi.encodePacked(r, s, v), hints);
    }

    function test_RevertGiven_TheMemberHasWithdrawnTheBond() external {
        _leave(node(2));
        _answer.result = 5;
        _refuseWithoutBond();
    }

    function test_RevertGiven_TheMemberWasSlashedBefore() external {
        _answer.result = 5;
        _convicted();
        _refuseWithoutBond();
    }

    function test_WhenTheResultIsAnotherMultipleOfTheBase() external {
        _answer.result = mulmod(_answer.result, 2, N);
        vm.expectEmit(address(keyCourt));
        emit IKeyCourt.FalseAnswerProven(node(2), _id, 0, 2, STRANGER);
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.Slashed(
            node(2), address(keyCourt), STRANGER, MINIMUM_BOND / 2, MINIMUM_BOND / 2
        );
        _convicted();
        assertEq(stream.balanceOf(STRANGER), MINIMUM_BOND / 2);
    }

    function test_WhenTheSignatureHas64Bytes() external {
        _answer.result = 5;
        PartialDecryption memory answer = written(_answer);
        AnswerHints memory hints = hintsOf(_answer);
        (bytes32 r, bytes32 vs) = vm.signCompact(nodeKey(2), keyCourt.answerDigest(answer));
        assertEq(keyCourt.slashKeyholder(answer, abi.encodePacked(r, vs), hints), node(2));
    }

    function test_WhenTheResultIsTheTrueOneNegated() external {
        _answer.result = N - _answer.result;
        _convicted();
    }

    function test_WhenTheResultIsOfAnotherMember() external {
        Answer memory other = answerOf(_id, 0, 3, 99);
        (_answer.result, _answer.challenge, _answer.response) =
        (other.result, other.challenge, other.response);
        _convicted();
    }

    function test_WhenTheResultIsOfAnotherEpoch() external {
        refresh(_id, 1);
        // proven by the share of epoch 0, and signed for epoch 1
        _answer.epoch = 1;
        prove(_answer, 77);
        _answer.share = shareOf(1, 2);
        _convicted();
    }

    function test_WhenTheChallengeIsOfAnotherCommittee() external {
        Answer memory elsewhere = answerOf("another", 0, 2, 99);
        (_answer.challenge, _answer.response) = (elsewhere.challenge, elsewhere.response);
        _convicted();
    }

    function test_WhenTheChallengeIsNoScalar() external {
        uint256[4] memory values = [0, N, N + 1, type(uint256).max];
        for (uint256 i; i < 4; ++i) {
            uint256 before = vm.snapshotState();
            _answer.challenge = values[i];
            _convictedWithoutHints(written(_answer));
            vm.revertToState(before);
        }
    }

    function test_WhenTheResponseIsNoScalar() external {
        uint256[4] memory values = [0, N, N + 1, type(uint256).max];
        for (uint256 i; i < 4; ++i) {
            uint256 before = vm.snapshotState();
            _answer.response = values[i];
            _convictedWithoutHints(written(_answer));
            vm.revertToState(before);
        }
    }

    function test_WhenTheBaseIsNoValidPoint() external {
        Point[] memory bad = _invalidPoints();
        for (uint256 i; i < bad.length; ++i) {
            uint256 before = vm.snapshotState();
            PartialDecryption memory answer = written(_answer);
            answer.base = bad[i];
            _convictedWithoutHints(answer);
            vm.revertToState(before);
        }
    }

    function test_WhenTheResultIsNoValidPoint() external {
        Point[] memory bad = _invalidPoints();
        for (uint256 i; i < bad.length; ++i) {
            uint256 before = vm.snapshotState();
            PartialDecryption memory answer = written(_answer);
            answer.result = bad[i];
            _convictedWithoutHints(answer);
            vm.revertToState(before);
        }
    }

    function test_WhenTheFirstCommitmentIsAtInfinity() external {
        // response · G = challenge · S: no commitment can be given as a hint, and none is asked for
        _answer.challenge = 7;
        _answer.response = mulmod(7, _answer.share, N);
        _convicted();
    }

    function test_WhenTheSecondCommitmentIsAtInfinity() external {
        _answer.result = mulmod(mulmod(_answer.response, 99, N), inverse(_answer.challenge), N);
        _convicted();
    }

    function test_WhenTheSecondCommitmentIsADoubling() external {
        uint256 opposite = mulmod(mulmod(_answer.response, 99, N), inverse(_answer.challenge), N);
        _answer.result = N - opposite;
        _convicted();
    }

    function test_GivenAFalseAnswerOfAFormerEpoch() external {
        _answer.result = 5;
        refresh(_id, 1);
        refresh(_id, 2);
        _convicted();
    }

    function test_GivenAFalseAnswerOfAMemberThatLeftTheCommittee() external {
        _answer.result = 5;
        refresh(_id, 1, nodes(1), pointsOf(1, 1));
        _convicted();
    }

    function test_GivenTheMemberIsUnbonding() external {
        _answer.result = 5;
        vm.prank(node(2));
        operators.startUnbond();
        vm.warp(block.timestamp + 10 * UNBONDING_DELAY);
        _convicted();
    }

    function test_GivenTheMemberRegisteredAnewInAnotherRole() external {
        _answer.result = 5;
        _leave(node(2));
        serve(node(2), Role.Edge);
        _convicted();
    }

    function _convicted() private {
        assertEq(accuse(_answer), node(2), "KEY-1: a liar can be slashed");
        assertTrue(operators.operatorOf(node(2)).slashed);
    }

    function _convictedWithoutHints(PartialDecryption memory answer) private {
        AnswerHints memory none;
        assertEq(accuse(answer, none), node(2), "KEY-1: a liar can be slashed");
    }

    function _refuseTrue() private {
        (PartialDecryption memory answer, AnswerHints memory hints) = (written(_answer), hintsOf(_answer));
        bytes memory signature = sign(answer, nodeKey(2));
        vm.expectRevert(abi.encodeWithSelector(IKeyCourt.KeyCourt_AnswerTrue.selector, _id, answer.epoch, 2));
        keyCourt.slashKeyholder(answer, signature, hints);
    }

    function _refuseWrongHints() private {
        PartialDecryption memory answer = written(_answer);
        bytes memory signature = sign(answer, nodeKey(2));
        for (uint256 i; i < 9; ++i) {
            AnswerHints memory hints = hintsOf(_answer);
            Point memory hint = i < 3 ? hints.commitment : i < 6 ? hints.blindedBase : hints.challengedResult;
            if (i % 3 == 0) hint.y = P - hint.y;
            else if (i % 3 == 1) (hint.x, hint.y) = (answer.base.x, answer.base.y);
            else (hint.x, hint.y) = (0, 0);
            vm.expectRevert(Dleq.Dleq_HintWrong.selector);
            keyCourt.slashKeyholder(answer, signature, hints);
        }
    }

    function _refuseSigner(
        PartialDecryption memory answer,
        bytes memory signature,
        address signer,
        address member
    ) private {
        AnswerHints memory hints = hintsOf(_answer);
        vm.expectRevert(abi.encodeWithSelector(IKeyCourt.KeyCourt_NotTheMember.selector, signer, member));
        keyCourt.slashKeyholder(answer, signature, hints);
    }

    function _refuseWithoutBond() private {
        (PartialDecryption memory answer, AnswerHints memory hints) = (written(_answer), hintsOf(_answer));
        bytes memory signature = sign(answer, nodeKey(2));
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorRegistry.OperatorRegistry_NothingToSlash.selector, node(2))
        );
        keyCourt.slashKeyholder(answer, signature, hints);
    }

    function _leave(address operator) private {
        vm.startPrank(operator);
        operators.startUnbond();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        operators.withdrawBond();
        vm.stopPrank();
    }

    function _invalidPoints() private returns (Point[] memory bad) {
        bad = new Point[](7);
        Point memory onCurve = pointOf(99);
        bad[0] = Point(onCurve.x, onCurve.y + 1);
        bad[1] = Point(0, 0);
        bad[2] = Point(N, ORDER_X_Y);
        bad[3] = Point(1 + P, SMALL_X_Y);
        bad[4] = Point(SMALL_Y_X, 1 + P);
        bad[5] = Point(type(uint256).max, type(uint256).max);
        // of another curve: y^2 = x^3 + 8
        bad[6] = Point(1, 3);
    }
}
