// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {stdError} from "forge-std/StdError.sol";
import {ERC721} from "solady/tokens/ERC721.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IStreams} from "src/interfaces/IStreams.sol";
import {payeeOf} from "src/types/Payee.sol";
import {rateOf} from "src/types/Rate.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Stream, StreamId, StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_InitiateStream_Test is StreamScene {
    function test_RevertWhen_TheRateIsZero() external {
        vm.expectRevert(IStreams.Streams_RateZero.selector);
        _initiate(DURATION, 0);
    }

    function test_RevertWhen_TheDurationIsZero() external {
        vm.expectRevert(IStreams.Streams_DepositZero.selector);
        _initiate(0, WEI_PER_SECOND);
    }

    function test_RevertWhen_TheRateIsTooGreat() external {
        vm.expectRevert(SafeCastLib.Overflow.selector);
        _initiate(1, 2 ** 72);
    }

    function test_RevertWhen_TheProductOverflows() external {
        vm.expectRevert(stdError.arithmeticError);
        _initiate(type(uint256).max, 2);
    }

    function test_RevertWhen_NobodyRegisteredTheContent() external {
        bytes32 none = "none";
        vm.expectRevert(abi.encodeWithSelector(IContentRegistry.ContentRegistry_Unknown.selector, none));
        vm.prank(VIEWER);
        streams.initiateStream(none, DURATION, WEI_PER_SECOND);
    }

    function test_RevertWhen_TheCallerApprovedLess() external {
        vm.prank(VIEWER);
        stream.approve(address(streams), DEPOSIT - 1);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        _initiate(DURATION, WEI_PER_SECOND);
    }

    function test_RevertGiven_ItStillRuns() external {
        _initiate(DURATION, WEI_PER_SECOND);
        skip(DURATION - 1);
        _expectAlreadyOpen();
        _initiate(DURATION, WEI_PER_SECOND);
    }

    function test_RevertGiven_ItIsPaused() external {
        _initiate(DURATION, WEI_PER_SECOND);
        pause(keyOf(0));
        skip(2 * DURATION);
        _expectAlreadyOpen();
        _initiate(DURATION, WEI_PER_SECOND);
    }

    function test_WhenTheCallerHasNone() external {
        StreamKey memory key = keyOf(0);
        uint256 before = stream.balanceOf(VIEWER);
        vm.expectEmit(address(streams));
        emit IStreams.StreamOpened(
            contentId, key.payee, VIEWER, keccak256(abi.encode(key)), key.id, key.token, rate(), DEPOSIT
        );
        _initiate(DURATION, WEI_PER_SECOND);

        assertEq(before - stream.balanceOf(VIEWER), DEPOSIT);
        assertEq(stream.balanceOf(address(streams)), DEPOSIT);
        assertEq(
            abi.encode(streams.streamOf(key)),
            abi.encode(Stream(DEPOSIT, rate(), 0, uint40(block.timestamp), false, false))
        );
        assertEq(streams.depletionTimeOf(key), block.timestamp + DURATION);
    }

    function testFuzz_WhenTheDurationAndTheRateAreAny(uint256 duration, uint256 weiPerSecond) external {
        weiPerSecond = bound(weiPerSecond, 1, 1e18);
        duration = bound(duration, 1, 1_000_000e18 / weiPerSecond);
        _initiate(duration, weiPerSecond);
        StreamKey memory key = keyOf(0);
        if (duration > 100 * 365 days) return;
        skip(duration - 1);
        assertStatus(key, StreamStatus.Streaming);
        assertEq(streams.accruedOf(key), (duration - 1) * weiPerSecond);
        skip(1);
        assertStatus(key, StreamStatus.Depleted);
        assertEq(streams.withdraw(key), duration * weiPerSecond);
    }

    function test_GivenItIsDepleted() external {
        _initiate(DURATION, WEI_PER_SECOND);
        skip(DURATION);
        expectWithdrawn(keyOf(0), DEPOSIT);
        _initiate(60, 5);
        assertEq(stream.balanceOf(CREATOR), DEPOSIT);
        assertEq(
            abi.encode(streams.streamOf(keyOf(0))),
            abi.encode(Stream(300, rateOf(5), 0, uint40(block.timestamp), false, false))
        );
    }

    function test_RevertGiven_ItIsDepletedAndAPosition() external {
        _initiate(DURATION, WEI_PER_SECOND);
        uint256 positionId = sell(keyOf(0));
        skip(2 * DURATION);
        StreamKey memory key = keyOf(0);
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_IsPosition.selector, key.id));
        _initiate(DURATION, WEI_PER_SECOND);
        assertEq(positions.ownerOf(positionId), BUYER, "what was sold stays sold");

        vm.prank(VIEWER);
        streams.topUp(key, 10 * uint96(WEI_PER_SECOND));
        skip(10);
        streams.withdraw(key);
        assertEq(stream.balanceOf(BUYER), DEPOSIT + 10 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(CREATOR), 0);

        cancel(key);
        _initiate(DURATION, WEI_PER_SECOND);
        assertFalse(streams.streamOf(key).isPosition);
    }

    function test_GivenItWasCancelled() external {
        _initiate(DURATION, WEI_PER_SECOND);
        skip(60);
        cancel(keyOf(0));
        _initiate(DURATION, WEI_PER_SECOND);
        assertEq(streams.accruedOf(keyOf(0)), 0);
        assertEq(streams.streamOf(keyOf(0)).funds, DEPOSIT);
    }

    function test_GivenThePayeeIsASplit() external {
        SplitId split = registeredSplit();
        contentId = publish("a shared work", payeeOf(split));
        _initiate(DURATION, WEI_PER_SECOND);
        StreamKey memory key = keyOf(0);
        assertStatus(key, StreamStatus.None);
        key.payee = payeeOf(split);
        assertStatus(key, StreamStatus.Streaming);
    }

    function test_WhenTheForwarderNamesTheCaller() external {
        relay(abi.encodeCall(streams.initiateStream, (contentId, DURATION, WEI_PER_SECOND)));
        assertStatus(keyOf(0), StreamStatus.Streaming);
        assertEq(stream.balanceOf(VIEWER), 1_000_000e18 - DEPOSIT);
    }

    function _initiate(uint256 duration, uint256 weiPerSecond) private {
        vm.prank(VIEWER);
        streams.initiateStream(contentId, duration, weiPerSecond);
    }

    function _expectAlreadyOpen() private {
        StreamId id = keyOf(0).id;
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_AlreadyOpen.selector, id));
    }
}
