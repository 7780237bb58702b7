// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StreamId} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_StreamIdOf_Test is StreamScene {
    function test_WhenAnyOfTheTermsDiffer() external view {
        StreamId id = streams.streamIdOf(VIEWER, VIEWER, contentId, 0);
        _assertNot(id, streams.streamIdOf(CREATOR, VIEWER, contentId, 0));
        _assertNot(id, streams.streamIdOf(VIEWER, CREATOR, contentId, 0));
        _assertNot(id, streams.streamIdOf(VIEWER, VIEWER, "another", 0));
        _assertNot(id, streams.streamIdOf(VIEWER, VIEWER, contentId, 1));
    }

    function testFuzz_WhenTheViewerIsAny(address viewer, address opener, bytes32 content, uint64 salt)
        external
        view
    {
        StreamId id = streams.streamIdOf(viewer, opener, content, salt);
        assertEq(id.viewer(), viewer);
        assertEq(address(bytes20(StreamId.unwrap(id))), viewer);
    }

    function _assertNot(StreamId a, StreamId b) private pure {
        assertNotEq(StreamId.unwrap(a), StreamId.unwrap(b));
    }
}
