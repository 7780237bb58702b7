// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Rate} from "src/types/Rate.sol";
import {StreamKey} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_AccruedOf_Test is StreamScene {
    function test_GivenItIsNotOpen() external view {
        StreamKey memory key = keyOf(1);
        assertEq(streams.accruedOf(key), 0);
    }

    function test_GivenItStreams() external {
        StreamTerms memory terms = termsOf(1);
        terms.rate = Rate.wrap(65_535);
        StreamKey memory key = open(terms);
        skip(1);
        assertEq(streams.accruedOf(key), 0);
        skip(1);
        assertEq(streams.accruedOf(key), 1);
        skip(65_534);
        assertEq(streams.accruedOf(key), 65_535);
    }

    function test_GivenItIsDepleted() external {
        StreamKey memory key = open(1);
        skip(DURATION);
        assertEq(streams.accruedOf(key), DEPOSIT);
        skip(3650 days);
        assertEq(streams.accruedOf(key), DEPOSIT);
    }

    function test_GivenTheRateIsTheGreatest() external {
        StreamTerms memory terms = termsOf(1);
        terms.rate = Rate.wrap(type(uint88).max);
        StreamKey memory key = open(terms);
        assertEq(streams.accruedOf(key), 0);
        skip(1);
        assertEq(streams.accruedOf(key), DEPOSIT);
        vm.warp(type(uint40).max);
        assertEq(streams.accruedOf(key), DEPOSIT);
    }
}
