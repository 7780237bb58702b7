// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";

contract StreamingProtocol_Prepay_Test is StreamScene {
    function test_RevertWhen_TheOwnerIsNobody() external {
        address[2] memory nobody = [address(0), address(streams)];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(GuardedTransfer.GuardedTransfer_DestinationInvalid.selector, nobody[i])
            );
            vm.prank(VIEWER);
            streams.prepay(nobody[i], address(stream), 1);
        }
    }

    function test_RevertWhen_TheCallerApprovedLess() external {
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(STRANGER);
        streams.prepay(STRANGER, address(stream), 1);
    }

    function test_RevertWhen_ETHIsSentAlongWithAToken() external {
        deal(VIEWER, 1);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, 1, 5));
        vm.prank(VIEWER);
        streams.prepay{value: 1}(VIEWER, address(stream), 5);
    }

    function test_RevertWhen_LessETHIsSentThanIsSaid() external {
        deal(VIEWER, 4);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, 4, 5));
        vm.prank(VIEWER);
        streams.prepay{value: 4}(VIEWER, address(0), 5);
    }

    function test_WhenItIsAToken() external {
        vm.expectEmit(address(streams));
        emit IDeposits.Prepaid(VIEWER, address(stream), 5e18);
        vm.prank(VIEWER);
        streams.prepay(VIEWER, address(stream), 5e18);
        assertEq(streams.prepaid(VIEWER, address(stream)), 5e18);
        assertEq(stream.balanceOf(address(streams)), 5e18);
    }

    function test_WhenItIsETH() external {
        deal(VIEWER, 5e18);
        vm.prank(VIEWER);
        streams.prepay{value: 5e18}(VIEWER, address(0), 5e18);
        assertEq(streams.prepaid(VIEWER, address(0)), 5e18);
        assertEq(address(streams).balance, 5e18);
    }

    function test_WhenItIsForSomebodyElse() external {
        vm.prank(VIEWER);
        streams.prepay(STRANGER, address(stream), 5e18);
        assertEq(streams.prepaid(STRANGER, address(stream)), 5e18);
        assertEq(streams.prepaid(VIEWER, address(stream)), 0);
        assertEq(stream.balanceOf(VIEWER), 1_000_000e18 - 5e18);
    }

    function test_WhenTheTokenKeepsAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        approve(token, address(streams));
        vm.prank(VIEWER);
        streams.prepay(VIEWER, address(token), 100);
        assertEq(streams.prepaid(VIEWER, address(token)), 99);
    }
}
