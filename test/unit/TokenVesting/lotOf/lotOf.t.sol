// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Lot} from "src/types/Campaign.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_LotOf_Test is VestingScene {
    function test_GivenNothingWasClaimedFromIt() external {
        assertEq(abi.encode(vesting.lotOf(fundShares(instant()), 0)), abi.encode(Lot(0, 0)));
    }

    function test_GivenSharesWereClaimedFromIt() external {
        bytes32 campaignId = fundShares(instant());
        claim(instant(), 0);
        claim(instant(), 2);
        assertEq(abi.encode(vesting.lotOf(campaignId, 0)), abi.encode(Lot(20e18, 1 | 1 << 159)));
        claim(instant(), 4);
        assertEq(abi.encode(vesting.lotOf(campaignId, 1)), abi.encode(Lot(40e18, 1 << 40)));
    }
}
