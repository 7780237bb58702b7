// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AnswerHints, PartialDecryption} from "src/types/PartialDecryption.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract KeyCourt_GasTest is KeyScene, GasCeiling {
    Answer private _answer;

    function setUp() public override {
        super.setUp();
        _answer = answerOf(deal(), 0, 5, 99);
        _answer.result = 5;
        // the reward is no new storage word
        fund(STRANGER, 1, address(operators));
    }

    function test_SlashKeyholder() external {
        accuse(_answer);
        assertCost("slashKeyholder, the bond's way included", 110_810);
    }

    function test_IsFalse() external {
        (PartialDecryption memory answer, AnswerHints memory hints) = (written(_answer), hintsOf(_answer));
        // as a transaction
        (bool judged,) = address(keyCourt).call(abi.encodeCall(keyCourt.isFalse, (answer, hints)));
        assertTrue(judged);
        assertCost("isFalse: an answer judged, the bond aside", 57_032, 60_000);
    }
}
