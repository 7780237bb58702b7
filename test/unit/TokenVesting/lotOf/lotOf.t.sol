// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Lot} from "src/types/Campaign.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_LotOf_Test is VestingScene {
    function test_GivenNothingWasRedeemedFromIt() external {
        assertEq(abi.encode(vesting.lotOf(fundAllotments(instant()), 0)), abi.encode(Lot(0, 0)));
    }

    function test_GivenAllotmentsWereRedeemedFromIt() external {
        bytes32 campaignId = fundAllotments(instant());
        redeem(instant(), 0);
        redeem(instant(), 2);
        assertEq(abi.encode(vesting.lotOf(campaignId, 0)), abi.encode(Lot(20e18, 1 | 1 << 159)));
        redeem(instant(), 4);
        assertEq(abi.encode(vesting.lotOf(campaignId, 1)), abi.encode(Lot(40e18, 1 << 40)));
    }

    function test_GivenItWasClawedBack() external {
        bytes32 campaignId = fundAllotments(instant());
        bytes32 root = AllotmentTree.root(allotments());
        redeem(instant(), 0);
        redeem(instant(), 2);
        redeem(instant(), 4);
        vm.warp(instant().expiresAt);
        vm.prank(GRANTER);
        vesting.clawback(instant(), root, new uint256[](1));
        assertEq(abi.encode(vesting.lotOf(campaignId, 0)), abi.encode(Lot(0, 1 | 1 << 159)));
        assertEq(abi.encode(vesting.lotOf(campaignId, 1)), abi.encode(Lot(40e18, 1 << 40)));
    }
}
