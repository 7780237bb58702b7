// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Dleq} from "src/libraries/Dleq.sol";
import {AnswerHints, PartialDecryption} from "src/types/PartialDecryption.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

contract KeyCourt_IsFalse_Test is KeyScene {
    Answer private _answer;

    function setUp() public override {
        super.setUp();
        _answer = answerOf(deal(), 0, 2, 99);
    }

    function test_RevertWhen_AHintIsWrong() external {
        PartialDecryption memory answer = written(_answer);
        AnswerHints memory hints = hintsOf(_answer);
        hints.blindedBase = hints.commitment;
        vm.expectRevert(Dleq.Dleq_HintWrong.selector);
        keyCourt.isFalse(answer, hints);
    }

    function test_WhenTheAnswerHasNoSeat() external {
        _answer.index = 6;
        assertTrue(keyCourt.isFalse(written(_answer), hintsOf(_answer)));
    }

    function test_WhenTheAnswerIsFalse() external {
        _answer.result = 5;
        assertTrue(keyCourt.isFalse(written(_answer), hintsOf(_answer)));
    }

    function test_WhenTheAnswerIsTrue() external {
        assertFalse(keyCourt.isFalse(written(_answer), hintsOf(_answer)));
    }
}
