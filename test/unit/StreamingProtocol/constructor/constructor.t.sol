// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_Constructor_Test is StreamScene {
    function test_WhenItIsDeployed() external view {
        assertEq(streams.STREAM(), address(stream));
        assertEq(address(streams.SPLIT_ROLLUP()), address(rollup));
        assertEq(address(streams.CONTENT_REGISTRY()), address(contents));
        assertEq(address(streams.POSITIONS()), address(positions));
        assertEq(streams.FORWARDER(), forwarder);
        assertEq(streams.LEAST_CREDIT(), 100 * uint256(PROVING_FEE));
    }
}
