// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {SplitId} from "src/types/SplitId.sol";
import {StreamKey} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract StreamingProtocol_WithdrawTo_Test is StreamScene {
    function test_RevertWhen_TheStreamIsNotOpen() external {
        StreamKey memory key = keyOf(1);
        expectNotOpen(key);
        vm.prank(CREATOR);
        streams.withdrawTo(key, STRANGER);
    }

    function test_RevertWhen_TheCallerIsNotThePayee() external {
        StreamKey memory key = open(1);
        expectNotHolder(VIEWER, key);
        vm.prank(VIEWER);
        streams.withdrawTo(key, VIEWER);
    }

    function test_RevertWhen_TheCallerIsAPayeeWhoSoldThePosition() external {
        StreamKey memory key = open(1);
        sell(key);
        expectNotHolder(CREATOR, key);
        vm.prank(CREATOR);
        streams.withdrawTo(key, CREATOR);
    }

    function test_RevertWhen_TheTokenRefusesTheOther() external {
        BlocklistToken token = new BlocklistToken();
        StreamKey memory key = open(1, token);
        token.setBlocked(STRANGER, true);
        skip(100);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        vm.prank(CREATOR);
        streams.withdrawTo(key, STRANGER);
    }

    function test_RevertWhen_TheReceiverIsNobody() external {
        StreamKey memory key = open(1);
        skip(100);
        address[2] memory nobody = [address(0), address(streams)];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(GuardedTransfer.GuardedTransfer_DestinationInvalid.selector, nobody[i])
            );
            vm.prank(CREATOR);
            streams.withdrawTo(key, nobody[i]);
        }
    }

    function test_RevertGiven_ThePayeeIsASplit() external {
        SplitId split = registeredSplit();
        StreamKey memory key = open(1, split);
        address named = address(uint160(SplitId.unwrap(split)));
        expectNotHolder(named, key);
        vm.prank(named);
        streams.withdrawTo(key, STRANGER);
    }

    function test_WhenTheCallerIsThePayee() external {
        StreamKey memory key = open(1);
        skip(100);
        expectWithdrawn(key, 100 * uint256(WEI_PER_SECOND));
        vm.prank(CREATOR);
        assertEq(streams.withdrawTo(key, STRANGER), 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(STRANGER), 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(CREATOR), 0);
    }

    function test_WhenTheCallerOwnsThePosition() external {
        StreamKey memory key = open(1);
        sell(key);
        skip(100);
        vm.prank(BUYER);
        streams.withdrawTo(key, STRANGER);
        assertEq(stream.balanceOf(STRANGER), 100 * uint256(WEI_PER_SECOND));
    }

    function test_GivenTheTokenRefusesThePayee() external {
        BlocklistToken token = new BlocklistToken();
        StreamKey memory key = open(1, token);
        token.setBlocked(CREATOR, true);
        skip(100);
        vm.prank(CREATOR);
        streams.withdrawTo(key, STRANGER);
        assertEq(token.balanceOf(STRANGER), 100 * uint256(WEI_PER_SECOND));
    }
}
