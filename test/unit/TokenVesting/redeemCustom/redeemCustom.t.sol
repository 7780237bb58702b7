// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Allotment, CampaignTerms} from "src/types/Campaign.sol";
import {GrantKey} from "src/types/Grant.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_RedeemCustom_Test is VestingScene {
    using AllotmentTree for Allotment[];

    function test_RevertWhen_TheScheduleIsAnother() external {
        fundAllotments(termsOf(0));
        Allotment[] memory list = allotments();
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_ScheduleMismatch.selector, 0, hashOf(custom()))
        );
        vesting.redeemCustom(termsOf(0), list[0], list.proof(0), custom());
    }

    function test_WhenTheScheduleIsThatOfTheTerms() external {
        CampaignTerms memory terms = termsOf(hashOf(custom()));
        bytes32 campaignId = fundAllotments(terms);
        GrantKey memory key = vesting.grantKeyOf(terms, campaignId, allotments()[0]);
        bytes32 grantId = vesting.grantIdOf(key);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Redeemed(campaignId, BENEFICIARY, 0, 10e18, grantId, 2e18);
        assertEq(redeem(terms, 0), 2e18);
        vm.warp(LAUNCH + 24 * MONTH);
        assertEq(vesting.releaseCustom(key, custom()), 8e18);
    }

    function test_GivenTheCampaignPaysAtOnce() external {
        fundAllotments(instant());
        Allotment[] memory list = allotments();
        assertEq(vesting.redeemCustom(instant(), list[0], list.proof(0), official()), 10e18);
    }
}
