// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStreams} from "src/interfaces/IStreams.sol";
import {StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_Resume_Test is StreamScene {
    function test_RevertWhen_TheCallerIsNotTheViewer() external {
        StreamKey memory key = open(1);
        pause(key);
        expectNotViewer(CREATOR);
        vm.prank(CREATOR);
        streams.resume(key);
    }

    function test_RevertWhen_TheStreamIsNotOpen() external {
        StreamKey memory key = keyOf(1);
        expectNotOpen(key);
        resume(key);
    }

    function test_RevertGiven_ItStreams() external {
        StreamKey memory key = open(1);
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_NotPaused.selector, key.id));
        resume(key);
    }

    function test_RevertGiven_ItIsDepleted() external {
        StreamKey memory key = open(1);
        skip(DURATION);
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_NotPaused.selector, key.id));
        resume(key);
    }

    function test_GivenItIsPaused() external {
        StreamKey memory key = open(1);
        skip(100);
        pause(key);
        skip(365 days);
        vm.expectEmit(address(streams));
        emit IStreams.StreamResumed(hashOf(key));
        resume(key);
        assertStatus(key, StreamStatus.Streaming);
        assertEq(streams.accruedOf(key), 100 * uint256(WEI_PER_SECOND));
        assertEq(streams.depletionTimeOf(key), block.timestamp + DURATION - 100);
        skip(1);
        assertEq(streams.accruedOf(key), 101 * uint256(WEI_PER_SECOND));
    }

    function test_GivenItWasWithdrawnFromWhilePaused() external {
        StreamKey memory key = open(1);
        skip(100);
        pause(key);
        skip(100);
        streams.withdraw(key);
        resume(key);
        assertEq(streams.accruedOf(key), 0);
        skip(1);
        assertEq(streams.accruedOf(key), WEI_PER_SECOND);
    }

    function testFuzz_WhenItIsPausedAndResumedAtAnyTimes(uint16[6] calldata times) external {
        StreamKey memory key = open(1);
        uint256 ran;
        for (uint256 i = 0; i < times.length && ran < DURATION; ++i) {
            skip(times[i]);
            if (i % 2 == 0) ran += times[i];
            if (ran >= DURATION) break;
            if (i % 2 == 0) pause(key);
            else resume(key);
        }
        assertEq(streams.accruedOf(key), (ran < DURATION ? ran : DURATION) * WEI_PER_SECOND);
    }
}
