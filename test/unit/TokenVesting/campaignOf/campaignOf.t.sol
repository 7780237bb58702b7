// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Campaign} from "src/types/Campaign.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_CampaignOf_Test is VestingScene {
    function test_GivenItWasNeverFunded() external view {
        assertEq(abi.encode(vesting.campaignOf("id")), abi.encode(Campaign(0, 0, false)));
    }

    function test_GivenALotIsOpen() external {
        bytes32 campaignId = fundAllotments(instant());
        redeem(instant(), 0);
        assertEq(abi.encode(vesting.campaignOf(campaignId)), abi.encode(Campaign(150e18, 60e18, false)));
        redeem(instant(), 2);
        assertEq(vesting.campaignOf(campaignId).reserved, 60e18);
    }
}
