// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Allotment, Campaign, CampaignTerms} from "src/types/Campaign.sol";
import {Step} from "src/types/VestingSchedule.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {GenerousToken} from "test/helpers/tokens/GenerousToken.sol";

contract TokenVesting_FundCampaign_Test is VestingScene {
    using AllotmentTree for Allotment[];

    function test_RevertWhen_TheCallerIsNotTheGranter() external {
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NotGranter.selector, STRANGER, GRANTER)
        );
        vm.prank(STRANGER);
        vesting.fundCampaign(instant(), 0, official(), 1);
    }

    function test_RevertWhen_TheTermsNameAnotherSchedule() external {
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_ScheduleMismatch.selector, 0, hashOf(custom()))
        );
        vm.prank(GRANTER);
        vesting.fundCampaign(termsOf(0), 0, custom(), 1);
    }

    function test_RevertWhen_TheScheduleIsNotValid() external {
        Step[] memory schedule = new Step[](1);
        vm.expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_StepInvalid.selector, 0));
        vm.prank(GRANTER);
        vesting.fundCampaign(termsOf(hashOf(schedule)), 0, schedule, 1);
    }

    function test_RevertGiven_ItWasClawedBack() external {
        bytes32 campaignId = fundAllotments(instant());
        bytes32 root = allotments().root();
        vm.prank(GRANTER);
        vesting.clawback(instant(), root, new uint256[](0));
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_CampaignClosed.selector, campaignId)
        );
        vm.prank(GRANTER);
        vesting.fundCampaign(instant(), root, official(), 1);
    }

    function test_WhenItIsNew() external {
        uint256 before = stream.balanceOf(address(vesting));
        bytes32 campaignId = vesting.campaignIdOf(instant(), "root");
        vm.expectEmit(address(vesting));
        emit ITokenVesting.CampaignFunded(campaignId, instant(), "root", 150e18);
        assertEq(fund(instant(), "root", 150e18), campaignId);
        assertEq(stream.balanceOf(address(vesting)), before + 150e18);
        assertEq(abi.encode(vesting.campaignOf(campaignId)), abi.encode(Campaign(150e18, 0, false)));
    }

    function test_WhenTheScheduleIsCustom() external {
        CampaignTerms memory terms = termsOf(hashOf(custom()));
        vm.expectEmit(address(vesting));
        emit ITokenVesting.ScheduleUsed(terms.schedule, custom());
        fund(terms, "root", 1);
    }

    function test_GivenItWasFundedBefore() external {
        fund(instant(), "root", 100e18);
        bytes32 campaignId = fund(instant(), "root", 50e18);
        assertEq(vesting.campaignOf(campaignId).funded, 150e18);
    }

    function test_WhenMoreIsGivenThanTheAllotmentsComeTo() external {
        uint256 before = stream.balanceOf(GRANTER);
        bytes32 campaignId = vesting.campaignIdOf(instant(), "root");
        vm.expectEmit(address(vesting));
        emit ITokenVesting.CampaignFunded(campaignId, instant(), "root", 150e18);
        fund(instant(), "root", 200e18);
        assertEq(before - stream.balanceOf(GRANTER), 150e18);
        fund(instant(), "root", 1);
        assertEq(before - stream.balanceOf(GRANTER), 150e18);
        assertEq(abi.encode(vesting.campaignOf(campaignId)), abi.encode(Campaign(150e18, 0, false)));
    }

    function test_WhenTheTokenDeliversMore() external {
        GenerousToken token = new GenerousToken();
        approve(token);
        token.mint(GRANTER, 1000e18);
        CampaignTerms memory terms = instant();
        terms.token = address(token);
        uint256 before = token.balanceOf(GRANTER);
        bytes32 campaignId = fund(terms, "root", 150e18);
        assertEq(vesting.campaignOf(campaignId).funded, 150e18);
        assertEq(token.balanceOf(address(vesting)), 150e18);
        // the token took half, and delivered twice as much
        assertEq(token.balanceOf(GRANTER), before - 75e18 + 150e18);
    }

    function test_WhenTheTokenTakesAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        approve(token);
        CampaignTerms memory terms = instant();
        terms.token = address(token);
        assertEq(vesting.campaignOf(fund(terms, "root", 100e18)).funded, 99e18);
    }
}
