// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {CampaignTerms, Share} from "src/types/Campaign.sol";
import {GrantKey} from "src/types/Grant.sol";
import {ShareTree} from "test/helpers/ShareTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_ClaimCustom_Test is VestingScene {
    using ShareTree for Share[];

    function test_RevertWhen_TheScheduleIsAnother() external {
        fundShares(termsOf(0));
        Share[] memory list = shares();
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_ScheduleMismatch.selector, 0, hashOf(custom()))
        );
        vesting.claimCustom(termsOf(0), list[0], list.proof(0), custom());
    }

    function test_WhenTheScheduleIsThatOfTheTerms() external {
        CampaignTerms memory terms = termsOf(hashOf(custom()));
        bytes32 campaignId = fundShares(terms);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Claimed(campaignId, BENEFICIARY, 0, 10e18);
        assertEq(claim(terms, 0), 2e18);
        vm.warp(LAUNCH + 24 * MONTH);
        GrantKey memory key = vesting.claimKeyOf(terms, campaignId, shares()[0]);
        assertEq(vesting.releaseCustom(key, custom()), 8e18);
    }

    function test_GivenTheCampaignPaysAtOnce() external {
        fundShares(instant());
        Share[] memory list = shares();
        assertEq(vesting.claimCustom(instant(), list[0], list.proof(0), official()), 10e18);
    }
}
