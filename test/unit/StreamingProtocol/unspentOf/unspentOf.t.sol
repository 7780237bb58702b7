// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StreamKey} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_UnspentOf_Test is StreamScene {
    function test_GivenItIsNotOpen() external view {
        StreamKey memory key = keyOf(1);
        assertEq(streams.unspentOf(key), 0);
    }

    function testFuzz_GivenItIsOpen(uint16 elapsed) external {
        StreamKey memory key = open(1);
        skip(elapsed);
        uint256 unspent = streams.unspentOf(key);
        vm.prank(VIEWER);
        assertEq(streams.refund(key, type(uint96).max), unspent);
        assertEq(streams.unspentOf(key), 0);
    }
}
