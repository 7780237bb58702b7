// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Share} from "src/types/Campaign.sol";
import {Delegation} from "src/types/Delegation.sol";
import {ShareTree} from "test/helpers/ShareTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {VestingWallet} from "test/helpers/VestingWallet.sol";

contract TokenVesting_ClaimBySig_Test is VestingScene {
    using ShareTree for Share[];

    function test_RevertWhen_TheDeadlineHasPassed() external {
        Delegation memory delegation = _signed(fundShares(instant()), 0, BENEFICIARY_SECRET);
        vm.warp(delegation.deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_SignatureExpired.selector, delegation.deadline)
        );
        _claim(0, delegation);
    }

    function test_RevertWhen_AnotherSigned() external {
        _expectInvalid(0, _signed(fundShares(instant()), 0, 0xbad));
    }

    function test_RevertWhen_TheDestinationIsChanged() external {
        Delegation memory delegation = _signed(fundShares(instant()), 0, BENEFICIARY_SECRET);
        delegation.to = GRANTER;
        _expectInvalid(0, delegation);
    }

    function test_RevertWhen_ItWasSignedForAnotherShare() external {
        _expectInvalid(4, _signed(fundShares(instant()), 0, BENEFICIARY_SECRET));
    }

    function test_RevertWhen_ItWasSignedForAnotherCampaign() external {
        fundShares(instant());
        _expectInvalid(0, _signed(fundShares(termsOf(0)), 0, BENEFICIARY_SECRET));
    }

    function test_RevertWhen_ItIsUsedAgain() external {
        bytes32 campaignId = fundShares(instant());
        Delegation memory delegation = _signed(campaignId, 0, BENEFICIARY_SECRET);
        _claim(0, delegation);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyClaimed.selector, campaignId, 0)
        );
        _claim(0, delegation);
    }

    function test_WhenTheBeneficiarySigned() external {
        bytes32 campaignId = fundShares(instant());
        Delegation memory delegation = _signed(campaignId, 0, BENEFICIARY_SECRET);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Claimed(campaignId, BENEFICIARY, 0, 10e18);
        assertEq(_claim(0, delegation), 10e18);
        assertEq(stream.balanceOf(STRANGER), 10e18);
        assertEq(stream.balanceOf(BENEFICIARY), 0);
    }

    function test_GivenTheBeneficiaryIsAContract() external {
        Share memory share = Share(0, address(new VestingWallet(vm.addr(0x0123))), 5e18, 5e18);
        bytes32 campaignId = fund(instant(), ShareTree.leaf(share), 5e18);
        Delegation memory delegation = _signed(campaignId, 0, 0x0123);
        vesting.claimBySig(instant(), share, new bytes32[](0), official(), delegation);
        assertEq(stream.balanceOf(STRANGER), 5e18);
    }

    function _signed(bytes32 campaignId, uint256 index, uint256 secret)
        private
        view
        returns (Delegation memory)
    {
        uint40 deadline = LAUNCH + 1 days;
        bytes32 digest = vesting.claimDigest(campaignId, index, STRANGER, deadline);
        return Delegation(STRANGER, deadline, sign(secret, digest));
    }

    function _claim(uint256 position, Delegation memory delegation) private returns (uint256) {
        Share[] memory list = shares();
        return vesting.claimBySig(instant(), list[position], list.proof(position), official(), delegation);
    }

    function _expectInvalid(uint256 position, Delegation memory delegation) private {
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_SignatureInvalid.selector, BENEFICIARY)
        );
        _claim(position, delegation);
    }
}
