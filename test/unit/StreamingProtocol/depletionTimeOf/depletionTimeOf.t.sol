// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Rate} from "src/types/Rate.sol";
import {StreamKey} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_DepletionTimeOf_Test is StreamScene {
    function test_GivenItIsNotOpen() external view {
        StreamKey memory key = keyOf(1);
        assertEq(streams.depletionTimeOf(key), 0);
    }

    function test_GivenTheFundsEndWithinASecond() external {
        StreamTerms memory terms = termsOf(1);
        terms.deposit = 10 * uint96(WEI_PER_SECOND) + 1;
        StreamKey memory key = open(terms);
        assertEq(streams.depletionTimeOf(key), block.timestamp + 11);
    }

    function testFuzz_GivenItWasWithdrawnFrom(uint88 perSecond, uint16 elapsed) external {
        StreamTerms memory terms = termsOf(1);
        terms.rate = Rate.wrap(uint88(bound(perSecond, 1, uint256(DEPOSIT) << 16)));
        StreamKey memory key = open(terms);
        uint256 depletesAt = streams.depletionTimeOf(key);
        vm.warp(depletesAt - 1 < block.timestamp + elapsed ? depletesAt - 1 : block.timestamp + elapsed);
        streams.withdraw(key);
        assertEq(streams.depletionTimeOf(key), depletesAt);
    }

    function test_GivenItIsPaused() external {
        StreamKey memory key = open(1);
        skip(100);
        pause(key);
        skip(50);
        uint256 depletesAt = streams.depletionTimeOf(key);
        assertEq(depletesAt, block.timestamp + DURATION - 100);
        resume(key);
        assertEq(streams.depletionTimeOf(key), depletesAt);
    }

    function test_GivenItIsDepleted() external {
        StreamKey memory key = open(1);
        uint256 depletesAt = block.timestamp + DURATION;
        skip(2 * DURATION);
        assertEq(streams.depletionTimeOf(key), depletesAt);
    }
}
