// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Allotment, Campaign, CampaignTerms} from "src/types/Campaign.sol";
import {Grant, GrantKey} from "src/types/Grant.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";

contract TokenVesting_Redeem_Test is VestingScene {
    using AllotmentTree for Allotment[];

    function test_RevertWhen_TheCampaignWasNeverFunded() external {
        bytes32 campaignId = vesting.campaignIdOf(instant(), allotments().root());
        _expectRevert(
            instant(),
            allotments()[0],
            allotments().proof(0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_CampaignTooSmall.selector, campaignId, 60e18, 0)
        );
    }

    function test_RevertWhen_AnAllotmentOfNothingIsRedeemedFromNoCampaign() external {
        _expectRevert(
            instant(),
            Allotment(0, BENEFICIARY, 0, 0),
            new bytes32[](0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NothingGranted.selector)
        );
    }

    function test_RevertWhen_AFieldOfTheAllotmentIsAnother() external {
        fundAllotments(instant());
        Allotment memory allotment = allotments()[0];
        allotment.index = 2;
        _expectUnknown(allotment, allotments().proof(0));
        allotment = allotments()[0];
        allotment.beneficiary = STRANGER;
        _expectUnknown(allotment, allotments().proof(0));
        allotment = allotments()[0];
        allotment.amount += 1;
        _expectUnknown(allotment, allotments().proof(0));
        allotment = allotments()[0];
        allotment.lotTotal += 1;
        _expectUnknown(allotment, allotments().proof(0));
    }

    function test_RevertWhen_TheProofIsAnothers() external {
        fundAllotments(instant());
        _expectUnknown(allotments()[0], allotments().proof(1));
    }

    function test_RevertWhen_TheProofIsCutShort() external {
        fundAllotments(instant());
        bytes32[] memory proof = allotments().proof(0);
        assembly ("memory-safe") {
            mstore(proof, sub(mload(proof), 1))
        }
        _expectUnknown(allotments()[0], proof);
    }

    function test_RevertWhen_ATermIsAnother() external {
        fundAllotments(instant());
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

    function test_RevertGiven_TheIndexWasRedeemed() external {
        bytes32 campaignId = fundAllotments(instant());
        redeem(instant(), 0);
        _expectRevert(
            instant(),
            allotments()[0],
            allotments().proof(0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyRedeemed.selector, campaignId, 0)
        );
    }

    function test_RevertGiven_TheCampaignHasExpired() external {
        fundAllotments(instant());
        vm.warp(instant().expiresAt);
        _expectRevert(
            instant(),
            allotments()[0],
            allotments().proof(0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_CampaignExpired.selector, instant().expiresAt)
        );
    }

    function test_RevertGiven_TheCampaignWasClawedBack() external {
        bytes32 campaignId = fundAllotments(instant());
        bytes32 root = allotments().root();
        vm.prank(GRANTER);
        vesting.clawback(instant(), root, new uint256[](0));
        _expectRevert(
            instant(),
            allotments()[0],
            allotments().proof(0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_CampaignClosed.selector, campaignId)
        );
    }

    function test_RevertGiven_TheCampaignHoldsTooLittleForTheLot() external {
        bytes32 campaignId = fundAllotments(instant(), 149e18);
        assertEq(redeem(instant(), 0), 10e18);
        _expectRevert(
            instant(),
            allotments()[3],
            allotments().proof(3),
            abi.encodeWithSelector(
                ITokenVesting.TokenVesting_CampaignTooSmall.selector, campaignId, 90e18, 89e18
            )
        );
        fund(instant(), allotments().root(), 1e18);
        assertEq(redeem(instant(), 3), 40e18);
    }

    function test_RevertGiven_TheLotSaysLessThanItsAllotmentsComeTo() external {
        Allotment[] memory list = allotments();
        list[0].lotTotal = list[1].lotTotal = 25e18;
        bytes32 campaignId = fund(instant(), list.root(), 150e18);
        vesting.redeem(instant(), list[0], list.proof(0));
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
        fundAllotments(terms);
        _expectRevert(
            terms,
            allotments()[0],
            allotments().proof(0),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_ScheduleMismatch.selector, terms.schedule, 0)
        );
    }

    function test_RevertGiven_TheTokenRefusesTheBeneficiary() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        CampaignTerms memory terms = instant();
        terms.token = address(token);
        fundAllotments(terms);
        token.setBlocked(BENEFICIARY, true);
        _expectRevert(
            terms,
            allotments()[0],
            allotments().proof(0),
            abi.encodeWithSelector(SafeTransferLib.TransferFailed.selector)
        );
        assertEq(redeem(terms, 1), 20e18);
    }

    function test_WhenItPaysAtOnce() external {
        bytes32 campaignId = fundAllotments(instant());
        vm.expectEmit(address(vesting));
        emit ITokenVesting.LotOpened(campaignId, 0, 60e18);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Redeemed(campaignId, BENEFICIARY, 0, 10e18, 0, 10e18);
        vm.prank(STRANGER);
        assertEq(vesting.redeem(instant(), allotments()[0], allotments().proof(0)), 10e18);
        assertEq(stream.balanceOf(BENEFICIARY), 10e18);
    }

    function test_RevertGiven_TheAllotmentIsTheContracts() external {
        address[2] memory nobodies = [address(0), address(vesting)];
        for (uint256 i; i < 2; ++i) {
            Allotment memory allotment = Allotment(i, nobodies[i], 5e18, 5e18);
            listTotal = 5e18;
            fund(termsOf(0), AllotmentTree.leaf(allotment), 5e18);
            bytes memory reason =
                abi.encodeWithSelector(ITokenVesting.TokenVesting_DestinationInvalid.selector, nobodies[i]);
            vm.warp(LAUNCH - 1);
            _expectRevert(termsOf(0), allotment, new bytes32[](0), reason);
            vm.warp(LAUNCH);
            _expectRevert(termsOf(0), allotment, new bytes32[](0), reason);
        }
    }

    function test_GivenTheLotIsOpen() external {
        fundAllotments(instant());
        redeem(instant(), 0);
        vm.recordLogs();
        redeem(instant(), 1);
        assertEq(vm.getRecordedLogs().length, 2, "a redemption and a transfer");
    }

    function test_WhenEveryAllotmentIsRedeemed() external {
        uint256 before = stream.balanceOf(address(vesting));
        bytes32 campaignId = fundAllotments(instant());
        for (uint256 i; i < 5; ++i) {
            redeem(instant(), i);
        }
        assertEq(stream.balanceOf(address(vesting)), before);
        assertEq(abi.encode(vesting.campaignOf(campaignId)), abi.encode(Campaign(150e18, 150e18, false)));
    }

    function test_WhenItVests() external {
        bytes32 campaignId = fundAllotments(termsOf(0));
        GrantKey memory key = vesting.grantKeyOf(termsOf(0), campaignId, allotments()[4]);
        bytes32 grantId = vesting.grantIdOf(key);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.LotOpened(campaignId, 1, 90e18);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Redeemed(campaignId, BENEFICIARY, 200, 50e18, grantId, 5e18);
        assertEq(redeem(termsOf(0), 4), 5e18);
        assertEq(abi.encode(grantOf(key)), abi.encode(Grant(50e18, 5e18, false, false, false)));
        vm.warp(LAUNCH + 12 * MONTH);
        assertEq(vesting.release(key), 15e18);
        assertEq(stream.balanceOf(BENEFICIARY), 20e18);
    }

    function test_WhenItVestsAndNothingIsDue() external {
        vm.warp(LAUNCH - 1);
        bytes32 campaignId = fundAllotments(termsOf(0));
        GrantKey memory key = vesting.grantKeyOf(termsOf(0), campaignId, allotments()[0]);
        bytes32 grantId = vesting.grantIdOf(key);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Redeemed(campaignId, BENEFICIARY, 0, 10e18, grantId, 0);
        assertEq(redeem(termsOf(0), 0), 0);
        vm.warp(LAUNCH);
        assertEq(vesting.release(key), 1e18);
    }

    function test_GivenTheTermsAreRevocable() external {
        CampaignTerms memory terms = termsOf(0);
        terms.isRevocable = true;
        bytes32 campaignId = fundAllotments(terms);
        redeem(terms, 0);
        GrantKey memory key = vesting.grantKeyOf(terms, campaignId, allotments()[0]);
        assertEq(revoke(key), 9e18);
    }

    function test_GivenThereIsOnlyOneAllotment() external {
        Allotment memory allotment = Allotment(0, BENEFICIARY, 5e18, 5e18);
        fund(instant(), AllotmentTree.leaf(allotment), 5e18);
        assertEq(vesting.redeem(instant(), allotment, new bytes32[](0)), 5e18);
    }

    function test_GivenItNeverExpires() external {
        CampaignTerms memory terms = instant();
        terms.expiresAt = 0;
        fundAllotments(terms);
        vm.warp(type(uint40).max);
        assertEq(redeem(terms, 0), 10e18);
    }

    function test_WhenTheTokenCallsBackWhileItPays() external {
        ReentrantToken token = new ReentrantToken();
        approve(token);
        CampaignTerms memory terms = instant();
        terms.token = address(token);
        fundAllotments(terms);
        token.arm(
            address(vesting),
            abi.encodeCall(ITokenVesting.redeem, (terms, allotments()[0], allotments().proof(0)))
        );
        redeem(terms, 0);
        assertEq(token.answer(), abi.encodeWithSelector(ReentrancyGuardTransient.Reentrancy.selector));
        assertEq(token.balanceOf(BENEFICIARY), 10e18);
    }

    function _expectUnknown(Allotment memory allotment, bytes32[] memory proof) private {
        vm.expectPartialRevert(ITokenVesting.TokenVesting_CampaignTooSmall.selector);
        vesting.redeem(instant(), allotment, proof);
    }

    function _expectUnknown(CampaignTerms memory terms) private {
        Allotment[] memory list = allotments();
        vm.expectPartialRevert(ITokenVesting.TokenVesting_CampaignTooSmall.selector);
        vesting.redeem(terms, list[0], list.proof(0));
    }

    function _expectRevert(
        CampaignTerms memory terms,
        Allotment memory allotment,
        bytes32[] memory proof,
        bytes memory reason
    ) private {
        vm.expectRevert(reason);
        vesting.redeem(terms, allotment, proof);
    }
}
