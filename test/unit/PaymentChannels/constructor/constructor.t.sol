// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChannelScene} from "test/helpers/ChannelScene.sol";

contract PaymentChannels_Constructor_Test is ChannelScene {
    function test_WhenDeployed() external view {
        assertEq(address(channels.SPLIT_ROLLUP()), address(rollup));
        assertEq(channels.LEAST_CREDIT(), 100 * uint256(PROVING_FEE));
        assertEq(channels.MINIMUM_WINDOW(), 15 minutes);
        assertEq(channels.MAXIMUM_WINDOW(), 30 days);
        assertEq(address(channels.PERMIT2()), 0x000000000022D473030F116dDEE9F6B43aC78BA3);
        (bytes32 x, bytes32 y) = (bytes32(uint256(1)), bytes32(uint256(2)));
        assertFalse(channels.PASSKEY_VERIFIER().isValid(0, x, y, ""), "it answers");
    }

    function test_WhenSentETHWithoutACall() external {
        (bool accepted,) = address(channels).call{value: 1}("");
        assertFalse(accepted, "nobody could ever take it out");
    }
}
