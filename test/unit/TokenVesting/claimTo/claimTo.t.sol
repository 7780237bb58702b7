// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {CampaignTerms, Share} from "src/types/Campaign.sol";
import {ShareTree} from "test/helpers/ShareTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract TokenVesting_ClaimTo_Test is VestingScene {
    using ShareTree for Share[];

    function test_RevertWhen_TheCallerIsNotTheBeneficiary() external {
        fundShares(instant());
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NotBeneficiary.selector, STRANGER, BENEFICIARY)
        );
        _claimTo(instant(), STRANGER, STRANGER);
    }

    function test_RevertWhen_TheOtherIsTheContract() external {
        fundShares(instant());
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_DestinationInvalid.selector, vesting)
        );
        _claimTo(instant(), BENEFICIARY, address(vesting));
    }

    function test_RevertGiven_TheIndexWasClaimed() external {
        bytes32 campaignId = fundShares(instant());
        claim(instant(), 0);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyClaimed.selector, campaignId, 0)
        );
        _claimTo(instant(), BENEFICIARY, STRANGER);
    }

    function test_GivenTheTokenRefusesTheBeneficiary() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        CampaignTerms memory terms = instant();
        terms.token = address(token);
        bytes32 campaignId = fundShares(terms);
        token.setBlocked(BENEFICIARY, true);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Claimed(campaignId, BENEFICIARY, 0, 10e18);
        assertEq(_claimTo(terms, BENEFICIARY, STRANGER), 10e18);
        assertEq(token.balanceOf(STRANGER), 10e18);
    }

    function test_GivenTheCampaignVests() external {
        bytes32 campaignId = fundShares(termsOf(0));
        assertEq(_claimTo(termsOf(0), BENEFICIARY, STRANGER), 1e18);
        vm.warp(LAUNCH + 12 * MONTH);
        vesting.release(vesting.claimKeyOf(termsOf(0), campaignId, shares()[0]));
        assertEq(stream.balanceOf(STRANGER), 1e18);
        assertEq(stream.balanceOf(BENEFICIARY), 3e18);
    }

    function _claimTo(CampaignTerms memory terms, address caller, address to) private returns (uint256) {
        Share[] memory list = shares();
        vm.prank(caller);
        return vesting.claimTo(terms, list[0], list.proof(0), official(), to);
    }
}
