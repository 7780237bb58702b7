// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {GrantKey} from "src/types/Grant.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract TokenVesting_ReleaseTo_Test is VestingScene {
    function test_RevertWhen_TheCallerIsNotTheBeneficiary() external {
        give(keyOf(1));
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NotBeneficiary.selector, STRANGER, BENEFICIARY)
        );
        vm.prank(STRANGER);
        vesting.releaseTo(keyOf(1), official(), STRANGER);
    }

    function test_RevertWhen_TheOtherIsZero() external {
        give(keyOf(1));
        vm.expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_DestinationInvalid.selector, 0));
        vm.prank(BENEFICIARY);
        vesting.releaseTo(keyOf(1), official(), address(0));
    }

    function test_RevertWhen_TheOtherIsTheContract() external {
        give(keyOf(1));
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_DestinationInvalid.selector, vesting)
        );
        vm.prank(BENEFICIARY);
        vesting.releaseTo(keyOf(1), official(), address(vesting));
    }

    function test_RevertGiven_TheBeneficiarySoldItsPosition() external {
        give(keyOf(1));
        uint256 positionId = mintPosition(keyOf(1));
        vm.prank(BENEFICIARY);
        positions.transferFrom(BENEFICIARY, STRANGER, positionId);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NotBeneficiary.selector, BENEFICIARY, STRANGER)
        );
        vm.prank(BENEFICIARY);
        vesting.releaseTo(keyOf(1), official(), BENEFICIARY);
    }

    function test_GivenTheTokenRefusesTheBeneficiary() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        GrantKey memory key = keyOf(1, address(token));
        bytes32 grantId = give(key);
        token.setBlocked(BENEFICIARY, true);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Released(grantId, STRANGER, TOTAL / 10);
        assertEq(releaseTo(key, STRANGER), TOTAL / 10);
        assertEq(token.balanceOf(STRANGER), TOTAL / 10);
    }

    function test_GivenTheCallerOwnsThePosition() external {
        give(keyOf(1));
        uint256 positionId = mintPosition(keyOf(1));
        vm.prank(BENEFICIARY);
        positions.transferFrom(BENEFICIARY, STRANGER, positionId);
        address other = makeAddr("other");
        vm.prank(STRANGER);
        assertEq(vesting.releaseTo(keyOf(1), official(), other), TOTAL / 10);
        assertEq(stream.balanceOf(other), TOTAL / 10);
    }
}
