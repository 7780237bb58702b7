// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Allotment} from "src/types/Campaign.sol";
import {Delegation} from "src/types/Delegation.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {VestingWallet} from "test/helpers/VestingWallet.sol";

contract TokenVesting_RedeemBySig_Test is VestingScene {
    using AllotmentTree for Allotment[];

    function test_RevertWhen_TheDeadlineHasPassed() external {
        Delegation memory delegation = _signed(fundAllotments(instant()), 0, BENEFICIARY_SECRET);
        vm.warp(delegation.deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_SignatureExpired.selector, delegation.deadline)
        );
        _redeem(0, delegation);
    }

    function test_RevertWhen_AnotherSigned() external {
        _expectInvalid(0, _signed(fundAllotments(instant()), 0, 0xbad));
    }

    function test_RevertWhen_TheDestinationIsChanged() external {
        Delegation memory delegation = _signed(fundAllotments(instant()), 0, BENEFICIARY_SECRET);
        delegation.to = GRANTER;
        _expectInvalid(0, delegation);
    }

    function test_RevertWhen_ItWasSignedForAnotherAllotment() external {
        _expectInvalid(4, _signed(fundAllotments(instant()), 0, BENEFICIARY_SECRET));
    }

    function test_RevertWhen_ItWasSignedForAnotherCampaign() external {
        fundAllotments(instant());
        _expectInvalid(0, _signed(fundAllotments(termsOf(0)), 0, BENEFICIARY_SECRET));
    }

    function test_RevertWhen_ItIsUsedAgain() external {
        bytes32 campaignId = fundAllotments(instant());
        Delegation memory delegation = _signed(campaignId, 0, BENEFICIARY_SECRET);
        _redeem(0, delegation);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyRedeemed.selector, campaignId, 0)
        );
        _redeem(0, delegation);
    }

    function test_WhenTheBeneficiarySigned() external {
        bytes32 campaignId = fundAllotments(instant());
        Delegation memory delegation = _signed(campaignId, 0, BENEFICIARY_SECRET);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Redeemed(campaignId, BENEFICIARY, 0, 10e18, 0, 10e18);
        assertEq(_redeem(0, delegation), 10e18);
        assertEq(stream.balanceOf(STRANGER), 10e18);
        assertEq(stream.balanceOf(BENEFICIARY), 0);
    }

    function test_GivenTheBeneficiaryIsAContract() external {
        Allotment memory allotment = Allotment(0, address(new VestingWallet(vm.addr(0x0123))), 5e18, 5e18);
        bytes32 campaignId = fund(instant(), AllotmentTree.leaf(allotment), 5e18);
        Delegation memory delegation = _signed(campaignId, 0, 0x0123);
        vesting.redeemBySig(instant(), allotment, new bytes32[](0), official(), delegation);
        assertEq(stream.balanceOf(STRANGER), 5e18);
    }

    function _signed(bytes32 campaignId, uint256 index, uint256 secret)
        private
        view
        returns (Delegation memory)
    {
        uint40 deadline = LAUNCH + 1 days;
        bytes32 digest = vesting.redeemDigest(campaignId, index, STRANGER, deadline);
        return Delegation(STRANGER, deadline, sign(secret, digest));
    }

    function _redeem(uint256 position, Delegation memory delegation) private returns (uint256) {
        Allotment[] memory list = allotments();
        return vesting.redeemBySig(instant(), list[position], list.proof(position), official(), delegation);
    }

    function _expectInvalid(uint256 position, Delegation memory delegation) private {
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_SignatureInvalid.selector, BENEFICIARY)
        );
        _redeem(position, delegation);
    }
}
