// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IPopularity} from "src/interfaces/IPopularity.sol";
import {payeeOf} from "src/types/Payee.sol";
import {PopularityScene} from "test/helpers/PopularityScene.sol";

contract Popularity_CountVouchers_Test is PopularityScene {
    function test_RevertGiven_TheWorkIsUnknown() external {
        bytes32 none = keccak256("none");
        vm.expectRevert(abi.encodeWithSelector(IContentRegistry.ContentRegistry_Unknown.selector, none));
        popularity.countVouchers(none, "");
    }

    function test_RevertGiven_TheCallerApprovedNothing() external {
        bytes32 channelId = open(keyOf(0));
        bytes memory rows = row(keyOf(0), 1e18);
        vm.prank(STRANGER);
        vm.expectRevert();
        popularity.countVouchers(contentId, rows);
        assertEq(channels.channelOf(channelId).settled, 0);
    }

    function test_WhenNothingIsDue() external {
        assertEq(countVouchers(""), 0);
        assertEq(heat(), 0);
    }

    function test_WhenVouchersAreSettled() external {
        open(keyOf(0));
        uint256 supply = stream.totalSupply();
        uint256 before = stream.balanceOf(COUNTER);
        bytes memory rows = row(keyOf(0), 10e18 + 1);
        vm.expectEmit(address(popularity));
        emit IPopularity.Counted(contentId, currentEpoch(), 10e18 + 1, 10e18 + 1);
        assertEq(countVouchers(rows), 10e18 + 1);
        assertEq(heat(), 10e18 + 1);
        assertEq(stream.balanceOf(PAYEE), 10e18 + 1);
        // rounded up
        assertEq(stream.balanceOf(COUNTER), before - 0.1e18 - 1);
        assertEq(stream.totalSupply(), supply - 0.1e18 - 1);
        assertEq(stream.balanceOf(address(popularity)), 0);

        assertEq(countVouchers(row(keyOf(0), 11e18)), 1e18 - 1);
        assertEq(heat(), 11e18, "what is counted in an epoch adds up");
    }

    function test_WhenAVoucherIsCountedAgain() external {
        count(0, 10e18);
        assertEq(countVouchers(row(keyOf(0), 10e18)), 0);
        assertEq(heat(), 10e18);
    }

    function test_GivenTheVouchersAreOfAnotherPayee() external {
        open(keyOf(0, payeeOf(STRANGER)));
        assertEq(countVouchers(row(keyOf(0, payeeOf(STRANGER)), 10e18)), 0);
        assertEq(heat(), 0);
    }
}
