// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStreams} from "src/interfaces/IStreams.sol";
import {StreamingProtocol} from "src/payments/StreamingProtocol.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract StreamingProtocol_Constructor_Test is StreamScene {
    function test_RevertWhen_TheTokenIsNotTheRollups() external {
        TestToken other = new TestToken();
        vm.expectRevert(
            abi.encodeWithSelector(
                IStreams.Streams_TokenNotOfRollup.selector, address(other), address(stream)
            )
        );
        new StreamingProtocol(address(other), rollup, contents, positions, forwarder);
    }

    function test_WhenItIsDeployed() external view {
        assertEq(streams.STREAM(), address(stream));
        assertEq(address(streams.SPLIT_ROLLUP()), address(rollup));
        assertEq(address(streams.CONTENT_REGISTRY()), address(contents));
        assertEq(address(streams.POSITIONS()), address(positions));
        assertEq(streams.FORWARDER(), forwarder);
        assertEq(streams.LEAST_CREDIT(), 100 * uint256(PROVING_FEE));
    }
}
