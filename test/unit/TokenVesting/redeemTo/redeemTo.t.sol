// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Allotment, CampaignTerms} from "src/types/Campaign.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract TokenVesting_RedeemTo_Test is VestingScene {
    using AllotmentTree for Allotment[];

    function test_RevertWhen_TheCallerIsNotTheBeneficiary() external {
        fundAllotments(instant());
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NotBeneficiary.selector, STRANGER, BENEFICIARY)
        );
        _redeemTo(instant(), STRANGER, STRANGER);
    }

    function test_RevertWhen_TheOtherIsTheContract() external {
        fundAllotments(instant());
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_DestinationInvalid.selector, vesting)
        );
        _redeemTo(instant(), BENEFICIARY, address(vesting));
    }

    function test_RevertGiven_TheIndexWasRedeemed() external {
        bytes32 campaignId = fundAllotments(instant());
        redeem(instant(), 0);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyRedeemed.selector, campaignId, 0)
        );
        _redeemTo(instant(), BENEFICIARY, STRANGER);
    }

    function test_GivenTheTokenRefusesTheBeneficiary() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        CampaignTerms memory terms = instant();
        terms.token = address(token);
        bytes32 campaignId = fundAllotments(terms);
        token.setBlocked(BENEFICIARY, true);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Redeemed(campaignId, BENEFICIARY, 0, 10e18, 0, 10e18);
        assertEq(_redeemTo(terms, BENEFICIARY, STRANGER), 10e18);
        assertEq(token.balanceOf(STRANGER), 10e18);
    }

    function test_GivenTheCampaignVests() external {
        bytes32 campaignId = fundAllotments(termsOf(0));
        assertEq(_redeemTo(termsOf(0), BENEFICIARY, STRANGER), 1e18);
        vm.warp(LAUNCH + 12 * MONTH);
        vesting.release(vesting.grantKeyOf(termsOf(0), campaignId, allotments()[0]));
        assertEq(stream.balanceOf(STRANGER), 1e18);
        assertEq(stream.balanceOf(BENEFICIARY), 3e18);
    }

    function _redeemTo(CampaignTerms memory terms, address caller, address to) private returns (uint256) {
        Allotment[] memory list = allotments();
        vm.prank(caller);
        return vesting.redeemTo(terms, list[0], list.proof(0), official(), to);
    }
}
