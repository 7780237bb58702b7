// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Campaign, CampaignTerms, Share} from "src/types/Campaign.sol";
import {Grant, GrantKey} from "src/types/Grant.sol";
import {ShareTree} from "test/helpers/ShareTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";

contract TokenVesting_Claim_Test is VestingScene {
    using ShareTree for Share[];

    function test_RevertWhen_TheCampaignWasNeverFunded() external {
        bytes32 campaignId = vesting.campaignIdOf(instant(), shares().root());
        _expectRevert(
            instant(),
            shares()[0],
            shares().proof(0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_CampaignTooSmall.selector, campaignId, 60e18, 0)
        );
    }

    function test_RevertWhen_AShareOfNothingIsClaimedFromNoCampaign() external {
        _expectRevert(
            instant(),
            Share(0, BENEFICIARY, 0, 0),
            new bytes32[](0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NothingGranted.selector)
        );
    }

    function test_RevertWhen_AFieldOfTheShareIsAnother() external {
        fundShares(instant());
        Share memory share = shares()[0];
        share.index = 2;
        _expectUnknown(share, shares().proof(0));
        share = shares()[0];
        share.beneficiary = STRANGER;
        _expectUnknown(share, shares().proof(0));
        share = shares()[0];
        share.amount += 1;
        _expectUnknown(share, shares().proof(0));
        share = shares()[0];
        share.lotTotal += 1;
        _expectUnknown(share, shares().proof(0));
    }

    function test_RevertWhen_TheProofIsAnothers() external {
        fundShares(instant());
        _expectUnknown(shares()[0], shares().proof(1));
    }

    function test_RevertWhen_TheProofIsCutShort() external {
        fundShares(instant());
        bytes32[] memory proof = shares().proof(0);
        assembly ("memory-safe") {
            mstore(proof, sub(mload(proof), 1))
        }
        _expectUnknown(shares()[0], proof);
    }

    function test_RevertWhen_ATermIsAnother() external {
        fundShares(instant());
        CampaignTerms memory terms = instant();
        terms.granter = STRANGER;
        _expectUnknown(terms);
        terms = instant();
        terms.token = STRANGER;
        _expectUnknown(terms);
        terms = instant();
        terms.schedule = 0;
        _expectUnknown(terms);
        terms = instant();
        terms.expiresAt += 1;
        _expectUnknown(terms);
        terms = instant();
        terms.isRevocable = true;
        _expectUnknown(terms);
    }

    function test_RevertGiven_TheIndexWasClaimed() external {
        bytes32 campaignId = fundShares(instant());
        claim(instant(), 0);
        _expectRevert(
            instant(),
            shares()[0],
            shares().proof(0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyClaimed.selector, campaignId, 0)
        );
    }

    function test_RevertGiven_TheCampaignHasExpired() external {
        fundShares(instant());
        vm.warp(instant().expiresAt);
        _expectRevert(
            instant(),
            shares()[0],
            shares().proof(0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_CampaignExpired.selector, instant().expiresAt)
        );
    }

    function test_RevertGiven_TheCampaignWasClawedBack() external {
        bytes32 campaignId = fundShares(instant());
        bytes32 root = shares().root();
        vm.prank(GRANTER);
        vesting.clawback(instant(), root, new uint256[](0));
        _expectRevert(
            instant(),
            shares()[0],
            shares().proof(0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_CampaignClosed.selector, campaignId)
        );
    }

    function test_RevertGiven_TheCampaignHoldsTooLittleForTheLot() external {
        bytes32 campaignId = fundShares(instant(), 149e18);
        assertEq(claim(instant(), 0), 10e18);
        _expectRevert(
            instant(),
            shares()[3],
            shares().proof(3),
            abi.encodeWithSelector(
                ITokenVesting.TokenVesting_CampaignTooSmall.selector, campaignId, 90e18, 89e18
            )
        );
        fund(instant(), shares().root(), 1e18);
        assertEq(claim(instant(), 3), 40e18);
    }

    function test_RevertGiven_TheLotSaysLessThanItsSharesComeTo() external {
        Share[] memory list = shares();
        list[0].lotTotal = list[1].lotTotal = 25e18;
        bytes32 campaignId = fund(instant(), list.root(), 150e18);
        vesting.claim(instant(), list[0], list.proof(0));
        _expectRevert(
            instant(),
            list[1],
            list.proof(1),
            abi.encodeWithSelector(
                ITokenVesting.TokenVesting_LotTooSmall.selector, campaignId, 0, 20e18, 15e18
            )
        );
    }

    function test_RevertGiven_TheScheduleIsCustom() external {
        CampaignTerms memory terms = termsOf(hashOf(custom()));
        fundShares(terms);
        _expectRevert(
            terms,
            shares()[0],
            shares().proof(0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_ScheduleMismatch.selector, terms.schedule, 0)
        );
    }

    function test_RevertGiven_TheTokenRefusesTheBeneficiary() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        CampaignTerms memory terms = instant();
        terms.token = address(token);
        fundShares(terms);
        token.setBlocked(BENEFICIARY, true);
        _expectRevert(
            terms,
            shares()[0],
            shares().proof(0),
            abi.encodeWithSelector(SafeTransferLib.TransferFailed.selector)
        );
        assertEq(claim(terms, 1), 20e18);
    }

    function test_WhenItPaysAtOnce() external {
        bytes32 campaignId = fundShares(instant());
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Claimed(campaignId, BENEFICIARY, 0, 10e18);
        vm.prank(STRANGER);
        assertEq(vesting.claim(instant(), shares()[0], shares().proof(0)), 10e18);
        assertEq(stream.balanceOf(BENEFICIARY), 10e18);
    }

    function test_WhenEveryShareIsClaimed() external {
        uint256 before = stream.balanceOf(address(vesting));
        bytes32 campaignId = fundShares(instant());
        for (uint256 i; i < 5; ++i) {
            claim(instant(), i);
        }
        assertEq(stream.balanceOf(address(vesting)), before);
        assertEq(abi.encode(vesting.campaignOf(campaignId)), abi.encode(Campaign(150e18, 150e18, false)));
    }

    function test_WhenItVests() external {
        bytes32 campaignId = fundShares(termsOf(0));
        assertEq(claim(termsOf(0), 4), 5e18);
        GrantKey memory key = vesting.claimKeyOf(termsOf(0), campaignId, shares()[4]);
        assertEq(abi.encode(grantOf(key)), abi.encode(Grant(50e18, 5e18, false, false, false)));
        vm.warp(LAUNCH + 12 * MONTH);
        assertEq(vesting.release(key), 15e18);
        assertEq(stream.balanceOf(BENEFICIARY), 20e18);
    }

    function test_WhenItVestsAndNothingIsDue() external {
        vm.warp(LAUNCH - 1);
        bytes32 campaignId = fundShares(termsOf(0));
        assertEq(claim(termsOf(0), 0), 0);
        GrantKey memory key = vesting.claimKeyOf(termsOf(0), campaignId, shares()[0]);
        vm.warp(LAUNCH);
        assertEq(vesting.release(key), 1e18);
    }

    function test_GivenTheTermsAreRevocable() external {
        CampaignTerms memory terms = termsOf(0);
        terms.isRevocable = true;
        bytes32 campaignId = fundShares(terms);
        claim(terms, 0);
        GrantKey memory key = vesting.claimKeyOf(terms, campaignId, shares()[0]);
        assertEq(revoke(key), 9e18);
    }

    function test_GivenThereIsOnlyOneShare() external {
        Share memory share = Share(0, BENEFICIARY, 5e18, 5e18);
        fund(instant(), ShareTree.leaf(share), 5e18);
        assertEq(vesting.claim(instant(), share, new bytes32[](0)), 5e18);
    }

    function test_GivenItNeverExpires() external {
        CampaignTerms memory terms = instant();
        terms.expiresAt = 0;
        fundShares(terms);
        vm.warp(type(uint40).max);
        assertEq(claim(terms, 0), 10e18);
    }

    function test_WhenTheTokenCallsBackWhileItPays() external {
        ReentrantToken token = new ReentrantToken();
        approve(token);
        CampaignTerms memory terms = instant();
        terms.token = address(token);
        bytes32 campaignId = fundShares(terms);
        token.arm(
            address(vesting), abi.encodeCall(ITokenVesting.claim, (terms, shares()[0], shares().proof(0)))
        );
        claim(terms, 0);
        assertEq(
            token.answer(),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyClaimed.selector, campaignId, 0)
        );
        assertEq(token.balanceOf(BENEFICIARY), 10e18);
    }

    function _expectUnknown(Share memory share, bytes32[] memory proof) private {
        vm.expectPartialRevert(ITokenVesting.TokenVesting_CampaignTooSmall.selector);
        vesting.claim(instant(), share, proof);
    }

    function _expectUnknown(CampaignTerms memory terms) private {
        Share[] memory list = shares();
        vm.expectPartialRevert(ITokenVesting.TokenVesting_CampaignTooSmall.selector);
        vesting.claim(terms, list[0], list.proof(0));
    }

    function _expectRevert(
        CampaignTerms memory terms,
        Share memory share,
        bytes32[] memory proof,
        bytes memory reason
    ) private {
        vm.expectRevert(reason);
        vesting.claim(terms, share, proof);
    }
}
