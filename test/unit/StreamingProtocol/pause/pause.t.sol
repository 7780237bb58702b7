// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStreams} from "src/interfaces/IStreams.sol";
import {StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_Pause_Test is StreamScene {
    function test_RevertWhen_TheCallerIsNotTheViewer() external {
        StreamKey memory key = open(1);
        expectNotViewer(CREATOR);
        vm.prank(CREATOR);
        streams.pause(key);
    }

    function test_RevertWhen_TheStreamIsNotOpen() external {
        StreamKey memory key = keyOf(1);
        expectNotOpen(key);
        pause(key);
    }

    function test_RevertGiven_ItIsPaused() external {
        StreamKey memory key = open(1);
        pause(key);
        _expectNotStreaming(key, StreamStatus.Paused);
        pause(key);
    }

    function test_RevertGiven_ItIsDepleted() external {
        StreamKey memory key = open(1);
        skip(DURATION);
        _expectNotStreaming(key, StreamStatus.Depleted);
        pause(key);
    }

    function test_GivenItStreams() external {
        StreamKey memory key = open(1);
        skip(100);
        vm.expectEmit(address(streams));
        emit IStreams.StreamPaused(hashOf(key));
        pause(key);
        assertStatus(key, StreamStatus.Paused);
        skip(365 days);
        assertStatus(key, StreamStatus.Paused);
        assertEq(streams.accruedOf(key), 100 * uint256(WEI_PER_SECOND));
        assertEq(streams.withdraw(key), 100 * uint256(WEI_PER_SECOND));
        assertEq(streams.withdraw(key), 0);
    }

    function test_GivenItWasOpenedInTheSameSecond() external {
        StreamKey memory key = open(1);
        pause(key);
        skip(100);
        assertEq(streams.accruedOf(key), 0);
    }

    function test_GivenItHasASecondLeft() external {
        StreamKey memory key = open(1);
        skip(DURATION - 1);
        pause(key);
        skip(100);
        assertEq(streams.refundableOf(key), WEI_PER_SECOND);
    }

    function _expectNotStreaming(StreamKey memory key, StreamStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_NotStreaming.selector, key.id, status));
    }
}
