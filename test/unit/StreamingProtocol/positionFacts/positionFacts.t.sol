// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {LibString} from "solady/utils/LibString.sol";

import {PositionFacts} from "src/types/Position.sol";
import {Rate} from "src/types/Rate.sol";
import {Stream, StreamKey} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_PositionFacts_Test is StreamScene {
    function test_RevertGiven_TheStreamIsNotOpen() external view {
        (bool succeeded,) = address(streams).staticcall(abi.encodeCall(streams.positionFacts, (1)));
        assertFalse(succeeded);
    }

    function test_GivenItStreams() external {
        StreamKey memory key = open(1);
        uint256 positionId = sell(key);
        skip(100);
        PositionFacts memory facts = streams.positionFacts(positionId);
        assertEq(facts.kind, "Stream");
        assertEq(facts.token, address(stream));
        assertEq(facts.total, DEPOSIT);
        assertEq(facts.paid, 0);
        assertEq(facts.due, 100 * uint256(WEI_PER_SECOND));
        assertEq(facts.endsAt, block.timestamp + DURATION - 100);
        assertTrue(LibString.startsWith(positions.tokenURI(positionId), "data:application/json;base64,"));
    }

    function test_GivenItIsPaused() external {
        StreamKey memory key = open(1);
        uint256 positionId = sell(key);
        pause(key);
        assertEq(streams.positionFacts(positionId).endsAt, 0);
        assertGt(bytes(positions.tokenURI(positionId)).length, 0);
    }

    function test_GivenItEndsAfterAllTime() external {
        StreamTerms memory terms = termsOf(1);
        terms.rate = Rate.wrap(1);
        uint256 positionId = sell(open(terms));
        assertGt(bytes(positions.tokenURI(positionId)).length, 0);
    }
}
