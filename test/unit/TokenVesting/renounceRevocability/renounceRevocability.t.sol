// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {CampaignTerms} from "src/types/Campaign.sol";
import {Grant, GrantKey} from "src/types/Grant.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_RenounceRevocability_Test is VestingScene {
    function test_RevertWhen_TheCallerIsNotTheGranter() external {
        giveRevocable(keyOf(1));
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NotGranter.selector, BENEFICIARY, GRANTER)
        );
        vm.prank(BENEFICIARY);
        vesting.renounceRevocability(keyOf(1));
    }

    function test_RevertGiven_TheGrantWasNeverMade() external {
        bytes32 grantId = vesting.grantIdOf(keyOf(1));
        _expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_NotGranted.selector, grantId));
    }

    function test_RevertGiven_TheGrantIsNotRevocable() external {
        bytes32 grantId = give(keyOf(1));
        _expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_NotRevocable.selector, grantId));
    }

    function test_RevertGiven_TheGrantWasRevoked() external {
        bytes32 grantId = giveRevocable(keyOf(1));
        revoke(keyOf(1));
        _expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_NotRevocable.selector, grantId));
    }

    function test_GivenTheGrantIsRevocable() external {
        bytes32 grantId = giveRevocable(keyOf(1));
        vesting.release(keyOf(1));
        mintPosition(keyOf(1));
        vm.expectEmit(address(vesting));
        emit ITokenVesting.RevocabilityRenounced(grantId);
        _renounce(keyOf(1));
        assertEq(abi.encode(grantOf(keyOf(1))), abi.encode(Grant(TOTAL, TOTAL / 10, false, false, true)));
        vm.warp(LAUNCH + 36 * MONTH);
        assertEq(vesting.release(keyOf(1)), TOTAL - TOTAL / 10);
    }

    function test_GivenTheGrantWasRedeemedFromACampaign() external {
        CampaignTerms memory terms = termsOf(0);
        terms.isRevocable = true;
        bytes32 campaignId = fundAllotments(terms);
        redeem(terms, 0);
        GrantKey memory key = vesting.grantKeyOf(terms, campaignId, allotments()[0]);
        assertTrue(grantOf(key).isRevocable);
        _renounce(key);
        assertFalse(grantOf(key).isRevocable);
    }

    function _renounce(GrantKey memory key) private {
        vm.prank(GRANTER);
        vesting.renounceRevocability(key);
    }

    function _expectRevert(bytes memory reason) private {
        vm.expectRevert(reason);
        _renounce(keyOf(1));
    }
}
