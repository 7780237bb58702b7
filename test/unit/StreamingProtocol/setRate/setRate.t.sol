// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStreams} from "src/interfaces/IStreams.sol";
import {Rate, rateOf} from "src/types/Rate.sol";
import {StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract StreamingProtocol_SetRate_Test is StreamScene {
    function test_RevertWhen_TheCallerIsNotTheViewer() external {
        StreamKey memory key = open(1);
        expectNotViewer(CREATOR);
        vm.prank(CREATOR);
        streams.setRate(key, rate());
    }

    function test_RevertWhen_TheRateIsZero() external {
        StreamKey memory key = open(1);
        vm.expectRevert(IStreams.Streams_RateZero.selector);
        vm.prank(VIEWER);
        streams.setRate(key, rateOf(0));
    }

    function test_RevertWhen_TheStreamIsNotOpen() external {
        StreamKey memory key = keyOf(1);
        expectNotOpen(key);
        _setRate(key, rate());
    }

    function test_GivenItStreams() external {
        StreamKey memory key = open(1);
        skip(100);
        vm.expectEmit(address(streams));
        emit IStreams.StreamRateSet(hashOf(key), rateOf(7), 100 * uint256(WEI_PER_SECOND));
        _setRate(key, rateOf(7));
        assertEq(stream.balanceOf(CREATOR), 100 * uint256(WEI_PER_SECOND));
        skip(11);
        assertEq(streams.accruedOf(key), 77);
    }

    function test_GivenAFractionOfAWeiHasAccrued() external {
        StreamTerms memory terms = termsOf(1);
        terms.rate = Rate.wrap(65_535);
        StreamKey memory key = open(terms);
        skip(1);
        _setRate(key, Rate.wrap(1));
        assertEq(streams.accruedOf(key), 0);
        skip(1);
        assertEq(streams.accruedOf(key), 1);
    }

    function test_GivenItIsPaused() external {
        StreamKey memory key = open(1);
        skip(100);
        pause(key);
        skip(100);
        _setRate(key, rateOf(7));
        assertEq(stream.balanceOf(CREATOR), 100 * uint256(WEI_PER_SECOND));
        skip(100);
        assertStatus(key, StreamStatus.Paused);
        assertEq(streams.accruedOf(key), 0);
        resume(key);
        skip(11);
        assertEq(streams.accruedOf(key), 77);
    }

    function test_GivenItIsDepleted() external {
        StreamKey memory key = open(1);
        skip(2 * DURATION);
        _setRate(key, rateOf(7));
        assertEq(stream.balanceOf(CREATOR), DEPOSIT);
        assertStatus(key, StreamStatus.Depleted);
        vm.prank(VIEWER);
        streams.topUp(key, 1e18);
        skip(11);
        assertEq(streams.accruedOf(key), 77);
    }

    function test_GivenTheStreamIsAPosition() external {
        StreamKey memory key = open(1);
        sell(key);
        skip(100);
        _setRate(key, rateOf(7));
        assertEq(stream.balanceOf(BUYER), 100 * uint256(WEI_PER_SECOND));
    }

    function test_GivenTheTokenRefusesThePayee() external {
        BlocklistToken token = new BlocklistToken();
        StreamKey memory key = open(1, token);
        token.setBlocked(CREATOR, true);
        skip(100);
        _setRate(key, rateOf(7));
        assertOwed(streams, CREATOR, address(token), 100 * uint256(WEI_PER_SECOND));
    }

    function _setRate(StreamKey memory key, Rate rate_) private {
        vm.prank(VIEWER);
        streams.setRate(key, rate_);
    }
}
