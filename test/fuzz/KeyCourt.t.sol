// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AnswerHints, PartialDecryption} from "src/types/PartialDecryption.sol";
import {Point} from "src/types/Point.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

/// @notice KEY-1 against a twin that knows every logarithm: true answers are never convicted, by whatever evidence; each kind of
/// false answer always is.
contract KeyCourt_FuzzTest is KeyScene {
    uint256 private constant KINDS = 14;

    bytes32 private _id;

    function setUp() public override {
        super.setUp();
        _id = deal();
    }

    /// @dev Each run makes points by the dozen.
    /// forge-config: ci.fuzz.runs = 256
    function testFuzz_KEY1_FalseAnswersAreConvictedAndTrueOnesNever(
        uint8 kind,
        uint8 index,
        uint256 base,
        uint256 nonce,
        uint256 seed
    ) external {
        Answer memory answer = _answer(index, base, nonce);
        _distort(answer, kind % KINDS, seed);
        bool isFalse = isFalseTwin(answer);
        assertEq(isFalse, kind % KINDS != 0, "each distortion is a lie, by the twin too");
        (PartialDecryption memory signed, AnswerHints memory hints) = (written(answer), hintsOf(answer));
        bytes memory signature = sign(signed, nodeKey(answer.index));
        assertEq(keyCourt.isFalse(signed, hints), isFalse, "KEY-1: false <=> false by the twin");
        try keyCourt.slashKeyholder(signed, signature, hints) returns (address keyholder) {
            assertTrue(isFalse, "KEY-1: slashed => the answer is false");
            assertEq(keyholder, node(answer.index), "KEY-1: who signed is slashed");
        } catch {
            assertFalse(isFalse, "KEY-1: false => slashed");
        }
    }

    /// @dev Evidence of every shape: random words in the hints, parts of them swapped, negated or left out.
    /// forge-config: ci.fuzz.runs = 256
    function testFuzz_KEY1_NoEvidenceConvictsATrueAnswer(
        uint8 index,
        uint256 base,
        uint256 nonce,
        AnswerHints memory evidence,
        uint256 shape
    ) external {
        Answer memory answer = _answer(index, base, nonce);
        AnswerHints memory hints = hintsOf(answer);
        Point[3] memory right = [hints.commitment, hints.blindedBase, hints.challengedResult];
        Point[3] memory given = [evidence.commitment, evidence.blindedBase, evidence.challengedResult];
        for (uint256 i; i < 3; ++i) {
            uint256 how = (shape >> (8 * i)) % 6;
            if (how == 0) given[i] = right[i];
            if (how == 1) given[i] = right[(i + 1) % 3];
            if (how == 2) given[i] = Point(right[i].x, P - right[i].y);
            if (how == 3) given[i] = Point(0, 0);
            if (how == 4) given[i] = pointOf(shape);
        }
        PartialDecryption memory signed = written(answer);
        bytes memory signature = sign(signed, nodeKey(answer.index));
        try keyCourt.slashKeyholder(signed, signature, AnswerHints(given[0], given[1], given[2])) {
            revert("KEY-1: no evidence convicts a true answer");
        } catch {}
        assertFalse(operators.operatorOf(node(answer.index)).slashed);
    }

    /// @dev An honest node signed one answer; whatever else is shown under the signature is not the node's.
    function testFuzz_KEY1_ASignatureCoversTheWholeAnswer(
        PartialDecryption memory other,
        AnswerHints memory hints,
        uint256 kept
    ) external {
        PartialDecryption memory signed = written(_answer(1, 7, 9));
        bytes memory signature = sign(signed, nodeKey(signed.index));
        other.committeeId = kept & 1 == 0 ? signed.committeeId : other.committeeId;
        other.epoch = kept & 2 == 0 ? signed.epoch : other.epoch;
        other.index = kept & 4 == 0 ? signed.index : other.index;
        other.base = kept & 8 == 0 ? signed.base : other.base;
        other.result = kept & 16 == 0 ? signed.result : other.result;
        other.challenge = kept & 32 == 0 ? signed.challenge : other.challenge;
        vm.assume(keccak256(abi.encode(other)) != keccak256(abi.encode(signed)));
        try keyCourt.slashKeyholder(other, signature, hints) {
            revert("KEY-1: a signature is for one answer");
        } catch {}
    }

    function _answer(uint8 index, uint256 base, uint256 nonce) private returns (Answer memory answer) {
        answer = answerOf(_id, 0, 1 + index % NODES, 1 + base % (N - 1));
        prove(answer, 1 + nonce % (N - 1));
    }

    /// @dev 0 leaves the answer true. Where a number is free, the rest is chosen to be as true as it can.
    function _distort(Answer memory answer, uint256 kind, uint256 seed) private {
        uint256 any = 1 + seed % (N - 1);
        if (kind == 1 && any != answer.challenge) answer.challenge = any;
        if (kind == 2 && any != answer.response) answer.response = any;
        // a valid proof of nothing: the nonce is known, the result is not share · base
        if (kind == 3) answer.result = any;
        if (kind == 4) answer.result = N - answer.result;
        if (kind == 5) answer.result = answer.base;
        if (kind == 6) answer.challenge = 0;
        if (kind == 7) answer.response = 0;
        if (kind == 8) answer.challenge = N + any % (type(uint256).max - N);
        if (kind == 9) answer.response = N + any % (type(uint256).max - N);
        // response · G = challenge · S
        if (kind == 10) answer.response = mulmod(answer.challenge, answer.share, N);
        uint256 equal = mulmod(mulmod(answer.response, answer.base, N), inverse(answer.challenge), N);
        // response · base = ± challenge · result
        if (kind == 11) answer.result = equal;
        if (kind == 12) answer.result = N - equal;
        if (kind == 13) {
            answer.result = any;
            prove(answer, any);
        }
    }
}
