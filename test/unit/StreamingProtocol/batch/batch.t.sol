// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStreams} from "src/interfaces/IStreams.sol";
import {payeeOf} from "src/types/Payee.sol";
import {StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {GasBorder} from "test/helpers/GasBorder.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {GasBurningToken} from "test/helpers/tokens/GasBurningToken.sol";

contract StreamingProtocol_Batch_Test is StreamScene {
    uint256 private constant BLOCK_GAS = 16_777_216;

    function test_RevertWhen_ItSendsETHAlong() external {
        deal(VIEWER, 1);
        vm.prank(VIEWER);
        (bool succeeded,) = address(streams).call{value: 1}(abi.encodeCall(streams.batch, (new bytes[](0))));
        assertFalse(succeeded);
    }

    function test_WhenThereAreNoCalls() external {
        (bool[] memory done, bytes[] memory answers) = streams.batch(new bytes[](0));
        assertEq(done.length, 0);
        assertEq(answers.length, 0);
    }

    function test_WhenACallFails() external {
        StreamKey memory key = open(1);
        skip(100);
        bytes[] memory calls = new bytes[](3);
        calls[0] = abi.encodeCall(streams.withdraw, (key));
        calls[1] = abi.encodeCall(streams.withdraw, (keyOf(2)));
        calls[2] = abi.encodeCall(streams.pause, (key));
        vm.prank(VIEWER);
        (bool[] memory done, bytes[] memory answers) = streams.batch(calls);
        assertTrue(done[0]);
        assertEq(abi.decode(answers[0], (uint256)), 100 * uint256(WEI_PER_SECOND));
        assertFalse(done[1]);
        assertEq(bytes4(answers[1]), IStreams.Streams_NotOpen.selector);
        assertTrue(done[2]);
        assertStatus(key, StreamStatus.Paused);
    }

    function test_WhenACallIsOfNoFunction() external {
        bytes[] memory calls = new bytes[](3);
        calls[0] = "";
        calls[1] = hex"01020304";
        calls[2] = abi.encodeCall(streams.initiateStream, (contentId, DURATION, WEI_PER_SECOND));
        vm.prank(VIEWER);
        (bool[] memory done,) = streams.batch(calls);
        assertFalse(done[0]);
        assertFalse(done[1]);
        assertTrue(done[2]);
    }

    function test_WhenAFailingCallTookMoneyBeforeItFailed() external {
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(streams.topUp, (keyOf(1), 1e18));
        vm.prank(VIEWER);
        (bool[] memory done,) = streams.batch(calls);
        assertFalse(done[0]);
        assertEq(stream.balanceOf(VIEWER), 1_000_000e18);
    }

    /// @dev From {BATCH_CALL_GAS} on, to the unit, the call is made.
    function test_RevertWhen_ACallWouldGetTooLittleGas() external {
        bytes memory data = abi.encodeCall(streams.batch, (new bytes[](1)));
        uint256 enough = GasBorder.find(address(streams), data, 240_000, 270_000);
        (bool isEnough, bytes memory refusal) = address(streams).call{gas: enough - 1}(data);
        assertFalse(isEnough);
        uint256 needed = streams.BATCH_CALL_GAS();
        bytes4 error = IStreams.Streams_BatchGasTooLow.selector;
        assertEq(refusal, abi.encodeWithSelector(error, needed - 1, needed));

        data = abi.encodeCall(streams.batch, (new bytes[](4)));
        (bool succeeded,) = address(streams).call{gas: 990_000}(data);
        assertFalse(succeeded);
        (succeeded,) = address(streams).call{gas: 1_020_000}(data);
        assertTrue(succeeded);
    }

    /// Two calls whose token burns all gas, by a deposit and by a payment, and the viewer's own between and after them.
    function test_WhenCallsBurnTheirGas() external {
        StreamKey memory key = open(1);
        StreamKey memory other = open(2);
        StreamTerms memory burning = termsOf(4);
        burning.token = address(new GasBurningToken());
        skip(100);
        bytes[] memory calls = new bytes[](5);
        calls[0] = abi.encodeCall(streams.open, (burning, byAllowance()));
        calls[1] = abi.encodeCall(streams.pause, (key));
        calls[2] = abi.encodeCall(streams.open, (burning, byAllowance()));
        calls[3] = abi.encodeCall(streams.withdraw, (other));
        calls[4] = abi.encodeCall(streams.cancel, (key));
        vm.prank(VIEWER);
        (bool[] memory done,) = streams.batch{gas: BLOCK_GAS}(calls);
        assertFalse(done[0] || done[2]);
        assertTrue(done[1] && done[3] && done[4], "PAY-3: a call takes nothing of the others' gas");
    }

    function test_WhenBatchesAreNested() external {
        StreamKey memory key = open(1);
        bytes[] memory inner = new bytes[](1);
        inner[0] = abi.encodeCall(streams.pause, (key));
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(streams.batch, (inner));
        vm.prank(VIEWER);
        streams.batch(calls);
        assertStatus(key, StreamStatus.Paused);
    }

    function test_WhenACallEndsWithSomebodysAddress() external {
        StreamKey memory key = open(1);
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodePacked(abi.encodeCall(streams.cancel, (key)), VIEWER);
        vm.prank(STRANGER);
        (bool[] memory done, bytes[] memory answers) = streams.batch(calls);
        assertFalse(done[0]);
        assertEq(answers[0], abi.encodeWithSelector(IStreams.Streams_NotHolder.selector, STRANGER, key.id));
    }

    function test_WhenTheForwarderCallsForASigner() external {
        StreamKey memory key = open(1);
        bytes[] memory inner = new bytes[](1);
        inner[0] = abi.encodeCall(streams.pause, (key));
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(streams.initiateStream, (contentId, DURATION, WEI_PER_SECOND));
        calls[1] = abi.encodeCall(streams.batch, (inner));
        relay(abi.encodeCall(streams.batch, (calls)));
        assertStatus(keyOf(0), StreamStatus.Streaming);
        assertStatus(key, StreamStatus.Paused);
    }

    function test_WhenTheForwarderCallsForASignerWhoNamesAnotherInACall() external {
        fund(STRANGER, DEPOSIT, address(streams));
        vm.prank(STRANGER);
        streams.initiateStream(contentId, DURATION, WEI_PER_SECOND);
        StreamKey memory key = StreamKey(
            streams.streamIdOf(STRANGER, STRANGER, contentId, 0), payeeOf(CREATOR), address(stream)
        );
        bytes[] memory inner = new bytes[](1);
        inner[0] = abi.encodePacked(abi.encodeCall(streams.cancel, (key)), STRANGER);
        bytes[] memory calls = new bytes[](2);
        calls[0] = inner[0];
        calls[1] = abi.encodePacked(abi.encodeCall(streams.batch, (inner)), STRANGER);
        relay(abi.encodePacked(abi.encodeCall(streams.batch, (calls)), STRANGER));
        assertStatus(key, StreamStatus.Streaming);
    }

    function test_WhenADepletedStreamWasToppedUpByAStranger() external {
        StreamKey memory key = keyOf(0);
        vm.prank(VIEWER);
        streams.initiateStream(contentId, DURATION, WEI_PER_SECOND);
        skip(DURATION);
        fund(STRANGER, 1, address(streams));
        vm.prank(STRANGER);
        streams.topUp(key, 1);
        bytes[] memory calls = new bytes[](3);
        calls[0] = abi.encodeCall(streams.initiateStream, (contentId, 60, 5));
        calls[1] = abi.encodeCall(streams.cancel, (key));
        calls[2] = calls[0];
        vm.prank(VIEWER);
        (bool[] memory done, bytes[] memory answers) = streams.batch(calls);
        assertFalse(done[0]);
        assertEq(bytes4(answers[0]), IStreams.Streams_AlreadyOpen.selector);
        assertTrue(done[1] && done[2]);
        assertEq(streams.streamOf(key).funds, 300);
    }
}
