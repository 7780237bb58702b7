// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Rate} from "src/types/Rate.sol";
import {Stream, StreamKey} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_StreamOf_Test is StreamScene {
    function test_GivenItIsNotOpen() external view {
        assertGone(keyOf(1));
    }

    function test_GivenItIsOpen() external {
        StreamTerms memory terms = termsOf(1);
        terms.rate = Rate.wrap(3);
        StreamKey memory key = open(terms);
        skip(30_000);
        streams.withdraw(key);
        skip(5);
        pause(key);
        sell(key);
        Stream memory s = streams.streamOf(key);
        assertEq(s.funds, DEPOSIT - 1);
        assertEq(Rate.unwrap(s.rate), 3);
        assertEq(s.remainder, 90_000 - 65_536);
        assertEq(s.since, 5);
        assertTrue(s.paused && s.isPosition);
    }
}
