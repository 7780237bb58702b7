// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract StreamingProtocol_WithdrawPrepaid_Test is StreamScene {
    function test_RevertWhen_TheReceiverIsNobody() external {
        address[2] memory nobody = [address(0), address(streams)];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(GuardedTransfer.GuardedTransfer_DestinationInvalid.selector, nobody[i])
            );
            vm.prank(VIEWER);
            streams.withdrawPrepaid(address(stream), nobody[i], 0);
        }
    }

    function test_RevertWhen_TheAccountHoldsLess() external {
        vm.prank(VIEWER);
        streams.prepay(VIEWER, address(stream), 5);
        vm.expectRevert(
            abi.encodeWithSelector(IDeposits.Deposits_PrepaidTooLow.selector, VIEWER, stream, 5, 6)
        );
        vm.prank(VIEWER);
        streams.withdrawPrepaid(address(stream), VIEWER, 6);
    }

    function test_RevertWhen_TheAccountIsOfSomebodyElse() external {
        vm.prank(VIEWER);
        streams.prepay(VIEWER, address(stream), 5);
        vm.expectRevert(
            abi.encodeWithSelector(IDeposits.Deposits_PrepaidTooLow.selector, STRANGER, stream, 0, 5)
        );
        vm.prank(STRANGER);
        streams.withdrawPrepaid(address(stream), STRANGER, 5);
    }

    function test_RevertWhen_TheTokenRefusesTheOther() external {
        BlocklistToken token = new BlocklistToken();
        approve(token, address(streams));
        token.setBlocked(STRANGER, true);
        vm.startPrank(VIEWER);
        streams.prepay(VIEWER, address(token), 5);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        streams.withdrawPrepaid(address(token), STRANGER, 5);
        vm.stopPrank();
    }

    function test_RevertWhen_TheOtherTakesNoETH() external {
        deal(VIEWER, 5);
        vm.startPrank(VIEWER);
        streams.prepay{value: 5}(VIEWER, address(0), 5);
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        streams.withdrawPrepaid(address(0), address(contents), 5);
        vm.stopPrank();
    }

    function test_WhenItIsAToken() external {
        vm.startPrank(VIEWER);
        streams.prepay(VIEWER, address(stream), 5e18);
        vm.expectEmit(address(streams));
        emit IDeposits.PrepaidWithdrawn(VIEWER, address(stream), STRANGER, 2e18);
        streams.withdrawPrepaid(address(stream), STRANGER, 2e18);
        vm.stopPrank();
        assertEq(streams.prepaid(VIEWER, address(stream)), 3e18);
        assertEq(stream.balanceOf(STRANGER), 2e18);
    }

    function test_WhenItIsETH() external {
        deal(VIEWER, 5e18);
        vm.startPrank(VIEWER);
        streams.prepay{value: 5e18}(VIEWER, address(0), 5e18);
        streams.withdrawPrepaid(address(0), STRANGER, 5e18);
        vm.stopPrank();
        assertEq(STRANGER.balance, 5e18);
    }

    function test_WhenTheForwarderCallsForASigner() external {
        vm.prank(VIEWER);
        streams.prepay(VIEWER, address(stream), 5e18);
        relay(abi.encodeCall(streams.withdrawPrepaid, (address(stream), BUYER, 5e18)));
        assertEq(stream.balanceOf(BUYER), 5e18);
    }
}
