// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Grant, GrantKey} from "src/types/Grant.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {DustlessToken} from "test/helpers/tokens/DustlessToken.sol";
import {FalseReturnToken} from "test/helpers/tokens/FalseReturnToken.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {NoReturnToken} from "test/helpers/tokens/NoReturnToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";

contract TokenVesting_Grant_Test is VestingScene {
    function test_RevertWhen_TheBeneficiaryIsZero() external {
        GrantKey memory key = keyOf(1);
        key.beneficiary = address(0);
        _expectRevert(
            key, TOTAL, abi.encodeWithSelector(ITokenVesting.TokenVesting_DestinationInvalid.selector, 0)
        );
    }

    function test_RevertWhen_TheBeneficiaryIsTheContract() external {
        GrantKey memory key = keyOf(1);
        key.beneficiary = address(vesting);
        _expectRevert(
            key,
            TOTAL,
            abi.encodeWithSelector(ITokenVesting.TokenVesting_DestinationInvalid.selector, vesting)
        );
    }

    function test_RevertWhen_TheTotalIsZero() external {
        _expectRevert(keyOf(1), 0, abi.encodeWithSelector(ITokenVesting.TokenVesting_NothingGranted.selector));
    }

    function test_RevertWhen_TheCallerApprovedTooLittle() external {
        vm.prank(GRANTER);
        stream.approve(address(vesting), TOTAL - 1);
        _expectRevert(keyOf(1), TOTAL, abi.encodeWithSelector(SafeTransferLib.TransferFromFailed.selector));
    }

    function test_RevertWhen_TheTokenHasNoCode() external {
        _expectRevert(
            keyOf(1, STRANGER), TOTAL, abi.encodeWithSelector(SafeTransferLib.TransferFromFailed.selector)
        );
    }

    function test_RevertWhen_TheTokenAnswersFalse() external {
        FalseReturnToken token = new FalseReturnToken();
        approve(token);
        token.setRefusing(true);
        _expectRevert(
            keyOf(1, address(token)),
            TOTAL,
            abi.encodeWithSelector(SafeTransferLib.TransferFromFailed.selector)
        );
    }

    function test_RevertWhen_TheTokenDeliversNothing() external {
        DustlessToken token = new DustlessToken();
        approve(token);
        _expectRevert(
            keyOf(1, address(token)),
            1,
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NothingGranted.selector)
        );
    }

    function test_WhenTheTokenCallsBackWhileItPaysIn() external {
        ReentrantToken token = new ReentrantToken();
        approve(token);
        GrantKey memory key = keyOf(1, address(token));
        give(key);
        bytes[3] memory calls = [
            abi.encodeCall(ITokenVesting.release, (key)),
            abi.encodeCall(ITokenVesting.grant, (BENEFICIARY, address(token), 2, TOTAL, false)),
            abi.encodeCall(ITokenVesting.fundCampaign, (instant(), 0, official(), TOTAL))
        ];
        for (uint64 i; i < calls.length; ++i) {
            token.arm(address(vesting), calls[i]);
            give(keyOf(3 + i, address(token)));
            assertFalse(token.succeeded());
            assertEq(token.answer(), abi.encodeWithSelector(ReentrancyGuardTransient.Reentrancy.selector));
            assertEq(grantOf(keyOf(3 + i, address(token))).total, TOTAL);
        }
    }

    function test_RevertGiven_TheIdIsUsed() external {
        bytes32 grantId = give(keyOf(1));
        _expectRevert(
            keyOf(1), TOTAL, abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyUsed.selector, grantId)
        );
    }

    function test_RevertGiven_TheGrantWasPaidInFull() external {
        bytes32 grantId = give(keyOf(1));
        vm.warp(LAUNCH + 36 * MONTH);
        vesting.release(keyOf(1));
        _expectRevert(
            keyOf(1), TOTAL, abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyUsed.selector, grantId)
        );
    }

    function test_RevertGiven_TheGrantWasRevokedBeforeAnythingVested() external {
        vm.warp(LAUNCH - 1);
        bytes32 grantId = giveRevocable(keyOf(1));
        assertEq(revoke(keyOf(1)), TOTAL);
        _expectRevert(
            keyOf(1), TOTAL, abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyUsed.selector, grantId)
        );
    }

    function test_WhenTheKeyIsNew() external {
        uint256 before = stream.balanceOf(address(vesting));
        GrantKey memory key = keyOf(1);
        bytes32 expected = vesting.grantIdOf(key);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Granted(expected, BENEFICIARY, GRANTER, address(stream), 1, 0, TOTAL, true);
        assertEq(giveRevocable(key), expected);
        assertEq(stream.balanceOf(address(vesting)), before + TOTAL);
        assertEq(abi.encode(grantOf(key)), abi.encode(Grant(TOTAL, 0, true, false, false)));
    }

    function test_WhenAnotherGranterUsesTheSameParts() external {
        fund(STRANGER, TOTAL, address(vesting));
        GrantKey memory key = keyOf(1);
        key.granter = STRANGER;
        assertNotEq(give(key), give(keyOf(1)));
    }

    function test_WhenTheTokenTakesAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        approve(token);
        give(keyOf(1, address(token)));
        assertEq(grantOf(keyOf(1, address(token))).total, TOTAL - TOTAL / 100);
        assertEq(token.balanceOf(address(vesting)), TOTAL - TOTAL / 100);
    }

    function test_WhenTheTokenAnswersNothing() external {
        NoReturnToken token = new NoReturnToken();
        token.mint(GRANTER, TOTAL);
        vm.prank(GRANTER);
        token.approve(address(vesting), TOTAL);
        give(keyOf(1, address(token)));
        vm.warp(LAUNCH + 36 * MONTH);
        assertEq(vesting.release(keyOf(1, address(token))), TOTAL);
        assertEq(token.balanceOf(BENEFICIARY), TOTAL);
    }

    function _expectRevert(GrantKey memory key, uint96 total, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(GRANTER);
        vesting.grant(key.beneficiary, key.token, uint64(key.salt), total, false);
    }
}
