// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {Funding} from "src/types/Funding.sol";
import {StreamKey} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_TopUpWith_Test is StreamScene {
    function test_RevertWhen_TheStreamIsNotOpen() external {
        StreamKey memory key = keyOf(1);
        expectNotOpen(key);
        vm.prank(VIEWER);
        streams.topUpWith(key, 1e18, byAllowance());
    }

    function test_RevertWhen_TheAccountHoldsLess() external {
        StreamKey memory key = open(1);
        vm.expectRevert(
            abi.encodeWithSelector(IDeposits.Deposits_PrepaidTooLow.selector, VIEWER, stream, 0, 1e18)
        );
        vm.prank(VIEWER);
        streams.topUpWith(key, 1e18, fromPrepaid());
    }

    function test_WhenItIsPaidFromAPrepaidAccount() external {
        StreamKey memory key = open(1);
        vm.startPrank(VIEWER);
        streams.prepay(VIEWER, address(stream), 3e18);
        streams.topUpWith(key, 1e18, fromPrepaid());
        vm.stopPrank();
        assertEq(streams.prepaid(VIEWER, address(stream)), 2e18);
        assertEq(streams.streamOf(key).funds, DEPOSIT + 1e18);
    }

    function test_WhenItIsPaidByPermit() external {
        StreamKey memory key = open(1);
        vm.prank(VIEWER);
        stream.approve(address(streams), 0);
        Funding memory funding = byPermit(address(streams), 1e18);
        vm.prank(VIEWER);
        streams.topUpWith(key, 1e18, funding);
        assertEq(streams.streamOf(key).funds, DEPOSIT + 1e18);
    }

    function test_GivenItIsDepleted() external {
        StreamKey memory key = open(1);
        skip(2 * DURATION);
        vm.prank(VIEWER);
        streams.topUpWith(key, 1e18, byAllowance());
        assertEq(stream.balanceOf(CREATOR), DEPOSIT);
        assertEq(streams.accruedOf(key), 0);
    }
}
