// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IPayouts} from "src/interfaces/IPayouts.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {payeeOf} from "src/types/Payee.sol";
import {StreamKey} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract StreamingProtocol_PayOutTo_Test is StreamScene {
    BlocklistToken private _token;

    function setUp() public override {
        super.setUp();
        _token = new BlocklistToken();
        StreamKey memory key = open(1, _token);
        _token.setBlocked(CREATOR, true);
        _token.setBlocked(VIEWER, true);
        skip(100);
        cancel(key);
    }

    function test_RevertWhen_TheReceiverIsNobody() external {
        address[2] memory nobody = [address(0), address(streams)];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(GuardedTransfer.GuardedTransfer_DestinationInvalid.selector, nobody[i])
            );
            vm.prank(CREATOR);
            streams.payOutTo(address(stream), nobody[i]);
        }
    }

    function test_RevertWhen_TheTokenRefusesTheOtherToo() external {
        _token.setBlocked(STRANGER, true);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        vm.prank(CREATOR);
        streams.payOutTo(address(_token), STRANGER);
    }

    function test_WhenTheCallerIsOwedNothing() external {
        vm.prank(STRANGER);
        assertEq(streams.payOutTo(address(_token), STRANGER), 0);
        assertEq(_token.balanceOf(STRANGER), 0);
    }

    function test_WhenTheCallerIsOwed() external {
        vm.expectEmit(address(streams));
        emit IPayouts.PaidOut(payeeOf(CREATOR), address(_token), 0.1e18, 0);
        vm.prank(CREATOR);
        assertEq(streams.payOutTo(address(_token), STRANGER), 0.1e18);
        assertEq(_token.balanceOf(STRANGER), 0.1e18);
        assertOwed(streams, CREATOR, address(_token), 0);
        assertOwed(streams, VIEWER, address(_token), DEPOSIT - 0.1e18);
    }

    function test_WhenTheForwarderCallsForASignerWhoIsOwed() external {
        relay(abi.encodeCall(streams.payOutTo, (address(_token), BUYER)));
        assertEq(_token.balanceOf(BUYER), DEPOSIT - 0.1e18);
        assertOwed(streams, VIEWER, address(_token), 0);
    }
}
