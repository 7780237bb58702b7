// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_StatusOf_Test is StreamScene {
    function test_GivenItIsNotOpen() external view {
        assertStatus(keyOf(1), StreamStatus.None);
    }

    function test_GivenItWasJustOpened() external {
        assertStatus(open(1), StreamStatus.Streaming);
    }

    function test_GivenItIsASecondBeforeDepletion() external {
        StreamKey memory key = open(1);
        vm.warp(streams.depletionTimeOf(key) - 1);
        assertStatus(key, StreamStatus.Streaming);
    }

    function test_GivenItIsTheSecondOfDepletion() external {
        StreamKey memory key = open(1);
        vm.warp(streams.depletionTimeOf(key));
        assertStatus(key, StreamStatus.Depleted);
    }

    function test_GivenItIsASecondAfterDepletion() external {
        StreamKey memory key = open(1);
        vm.warp(streams.depletionTimeOf(key) + 1);
        assertStatus(key, StreamStatus.Depleted);
    }

    function test_GivenItIsPaused() external {
        StreamKey memory key = open(1);
        skip(DURATION - 1);
        pause(key);
        skip(3650 days);
        assertStatus(key, StreamStatus.Paused);
    }

    function test_GivenItWasCancelled() external {
        StreamKey memory key = open(1);
        cancel(key);
        assertStatus(key, StreamStatus.None);
    }
}
