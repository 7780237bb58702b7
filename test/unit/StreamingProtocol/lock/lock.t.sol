// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStreamingProtocol} from "src/interfaces/IStreamingProtocol.sol";
import {IStreams} from "src/interfaces/IStreams.sol";
import {payeeOf} from "src/types/Payee.sol";
import {StreamId, StreamKey} from "src/types/Stream.sol";
import {LockProbe} from "test/helpers/LockProbe.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_Lock_Test is LockProbe, StreamScene {
    function setUp() public override(LockProbe, StreamScene) {
        StreamScene.setUp();
        LockProbe.setUp();
        approve(token, address(streams));
    }

    function test_WhenTheTokenCallsBack() external {
        StreamKey memory key = keyOf(1);
        bytes[] memory calls = new bytes[](14);
        calls[0] = abi.encodeCall(IStreamingProtocol.initiateStream, (contentId, 1, 1));
        calls[1] = abi.encodeCall(IStreamingProtocol.processPayment, (CREATOR, 0, StreamId.unwrap(key.id)));
        calls[2] = abi.encodeCall(IStreams.open, (termsOf(1), byAllowance()));
        calls[3] = abi.encodeCall(IStreams.topUp, (key, 1));
        calls[4] = abi.encodeCall(IStreams.topUpWith, (key, 1, byAllowance()));
        calls[5] = abi.encodeCall(IStreams.setRate, (key, rate()));
        calls[6] = abi.encodeCall(IStreams.pause, (key));
        calls[7] = abi.encodeCall(IStreams.resume, (key));
        calls[8] = abi.encodeCall(IStreams.refund, (key, 1));
        calls[9] = abi.encodeCall(IStreams.cancel, (key));
        calls[10] = abi.encodeCall(IStreams.withdraw, (key));
        calls[11] = abi.encodeCall(IStreams.withdrawTo, (key, STRANGER));
        calls[12] =
            abi.encodeCall(IStreams.withdrawMany, (payeeOf(CREATOR), address(stream), new StreamId[](0)));
        calls[13] = abi.encodeCall(IStreams.mintPosition, (key));
        assertLocked(address(streams), withDepositsAndPayouts(calls), _prepay);
    }

    function _prepay() private {
        vm.prank(VIEWER);
        streams.prepay(VIEWER, address(token), 1);
    }
}
