// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {IStreams} from "src/interfaces/IStreams.sol";
import {StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_MintPosition_Test is StreamScene {
    function test_RevertWhen_TheStreamIsNotOpen() external {
        StreamKey memory key = keyOf(1);
        expectNotOpen(key);
        vm.prank(CREATOR);
        streams.mintPosition(key);
    }

    function test_RevertWhen_TheCallerIsNotThePayee() external {
        StreamKey memory key = open(1);
        expectNotHolder(VIEWER, key);
        vm.prank(VIEWER);
        streams.mintPosition(key);
    }

    function test_RevertGiven_ItWasSold() external {
        StreamKey memory key = open(1);
        sell(key);
        expectNotHolder(BUYER, key);
        vm.prank(BUYER);
        streams.mintPosition(key);
    }

    function test_RevertGiven_ItIsAPosition() external {
        StreamKey memory key = open(1);
        sell(key);
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_IsPosition.selector, key.id));
        vm.prank(CREATOR);
        streams.mintPosition(key);
    }

    function test_WhenTheCallerIsThePayee() external {
        StreamKey memory key = open(1);
        skip(100);
        uint256 expected = streams.positionIdOf(key);
        vm.expectEmit(address(streams));
        emit IStreams.StreamPositionMinted(hashOf(key), expected);
        vm.expectEmit(address(positions));
        emit ERC721.Transfer(address(0), CREATOR, expected);
        vm.prank(CREATOR);
        uint256 positionId = streams.mintPosition(key);
        assertEq(positionId, streams.positionIdOf(key));
        assertEq(positions.ownerOf(positionId), CREATOR);
        assertEq(positions.issuerOf(positionId), address(streams));
        assertTrue(streams.streamOf(key).isPosition);
        assertEq(streams.accruedOf(key), 100 * uint256(WEI_PER_SECOND));
    }

    function test_GivenItIsPaused() external {
        StreamKey memory key = open(1);
        skip(100);
        pause(key);
        sell(key);
        skip(100);
        assertStatus(key, StreamStatus.Paused);
        resume(key);
        streams.withdraw(key);
        assertEq(stream.balanceOf(BUYER), 100 * uint256(WEI_PER_SECOND));
        assertTrue(streams.streamOf(key).isPosition);
    }

    function test_WhenItIsSoldOn() external {
        StreamKey memory key = open(1);
        uint256 positionId = sell(key);
        skip(100);
        streams.withdraw(key);
        vm.prank(BUYER);
        positions.transferFrom(BUYER, STRANGER, positionId);
        skip(50);
        streams.withdraw(key);
        assertEq(stream.balanceOf(BUYER), 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(STRANGER), 50 * uint256(WEI_PER_SECOND));
    }
}
