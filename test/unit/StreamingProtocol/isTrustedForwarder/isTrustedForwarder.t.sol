// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_IsTrustedForwarder_Test is StreamScene {
    function test_WhenItIsTheForwarder() external view {
        assertTrue(streams.isTrustedForwarder(forwarder));
    }

    function test_WhenItIsAnybodyElse() external view {
        assertFalse(streams.isTrustedForwarder(VIEWER));
        assertFalse(streams.isTrustedForwarder(address(streams)));
    }
}
