// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Allotment, Campaign, CampaignTerms} from "src/types/Campaign.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_Clawback_Test is VestingScene {
    using AllotmentTree for Allotment[];

    function test_RevertWhen_TheCallerIsNotTheGranter() external {
        fundAllotments(instant());
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NotGranter.selector, STRANGER, GRANTER)
        );
        vm.prank(STRANGER);
        vesting.clawback(instant(), 0, new uint256[](0));
    }

    function test_RevertGiven_SomethingWasRedeemedAndItHasNotExpired() external {
        bytes32 campaignId = fundAllotments(instant());
        redeem(instant(), 0);
        vm.warp(instant().expiresAt - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                ITokenVesting.TokenVesting_CampaignNotExpired.selector, campaignId, instant().expiresAt
            )
        );
        _clawback(instant(), new uint256[](0));
    }

    function test_RevertGiven_SomethingWasRedeemedAndItNeverExpires() external {
        CampaignTerms memory terms = instant();
        terms.expiresAt = 0;
        bytes32 campaignId = fundAllotments(terms);
        redeem(terms, 0);
        vm.warp(type(uint40).max);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_CampaignNotExpired.selector, campaignId, 0)
        );
        _clawback(terms, new uint256[](0));
    }

    function test_RevertWhen_ALotIsNamedBeforeTheExpiry() external {
        CampaignTerms memory terms = instant();
        terms.expiresAt = 0;
        bytes32 campaignId = fundAllotments(terms);
        _expectNotExpired(terms, campaignId);
        // and with every lot open
        redeem(terms, 0);
        redeem(terms, 3);
        _expectNotExpired(terms, campaignId);
    }

    function test_GivenEveryLotIsOpenAndItNeverExpires() external {
        CampaignTerms memory terms = instant();
        terms.expiresAt = 0;
        bytes32 campaignId = fundAllotments(terms);
        redeem(terms, 0);
        redeem(terms, 3);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.ClawedBack(campaignId, new uint256[](0), 0);
        assertEq(_clawback(terms, new uint256[](0)), 0);
        assertEq(abi.encode(vesting.campaignOf(campaignId)), abi.encode(Campaign(150e18, 150e18, true)));
        // what is promised is still paid
        uint256 held = stream.balanceOf(address(vesting));
        assertEq(redeem(terms, 1) + redeem(terms, 2) + redeem(terms, 4), 100e18);
        assertEq(held - stream.balanceOf(address(vesting)), 100e18);
    }

    function test_GivenNothingWasRedeemed() external {
        uint256 before = stream.balanceOf(GRANTER);
        bytes32 campaignId = fundAllotments(instant());
        vm.expectEmit(address(vesting));
        emit ITokenVesting.ClawedBack(campaignId, new uint256[](0), 150e18);
        assertEq(_clawback(instant(), new uint256[](0)), 150e18);
        assertEq(stream.balanceOf(GRANTER), before);
        assertEq(abi.encode(vesting.campaignOf(campaignId)), abi.encode(Campaign(0, 0, true)));
    }

    function test_GivenItHasExpired() external {
        uint256 before = stream.balanceOf(address(vesting));
        fundAllotments(instant());
        redeem(instant(), 0);
        vm.warp(instant().expiresAt);
        uint256[] memory lots = new uint256[](2);
        assertEq(_clawback(instant(), lots), 90e18 + 50e18);
        assertEq(stream.balanceOf(address(vesting)), before);
    }

    function test_GivenItWasClawedBackBefore() external {
        fundAllotments(instant());
        redeem(instant(), 0);
        redeem(instant(), 3);
        vm.warp(instant().expiresAt);
        assertEq(_clawback(instant(), new uint256[](0)), 0);
        uint256[] memory lots = new uint256[](1);
        assertEq(_clawback(instant(), lots), 50e18);
        lots[0] = 1;
        assertEq(_clawback(instant(), lots), 50e18);
        assertEq(_clawback(instant(), lots), 0);
    }

    function test_GivenRedemptionsOpenedGrants() external {
        bytes32 campaignId = fundAllotments(termsOf(0));
        redeem(termsOf(0), 0);
        vm.warp(instant().expiresAt);
        assertEq(_clawback(termsOf(0), new uint256[](1)), 140e18);
        vm.warp(LAUNCH + 36 * MONTH);
        assertEq(vesting.release(vesting.grantKeyOf(termsOf(0), campaignId, allotments()[0])), 9e18);
    }

    function _expectNotExpired(CampaignTerms memory terms, bytes32 campaignId) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITokenVesting.TokenVesting_CampaignNotExpired.selector, campaignId, terms.expiresAt
            )
        );
        _clawback(terms, new uint256[](1));
    }

    function _clawback(CampaignTerms memory terms, uint256[] memory lots) private returns (uint256) {
        bytes32 root = allotments().root();
        vm.prank(GRANTER);
        return vesting.clawback(terms, root, lots);
    }
}
