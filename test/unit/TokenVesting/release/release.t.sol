// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {GrantKey} from "src/types/Grant.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";

contract TokenVesting_Release_Test is VestingScene {
    function test_RevertGiven_TheGrantWasNeverMade() external {
        GrantKey memory key = keyOf(1);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NotGranted.selector, vesting.grantIdOf(key))
        );
        vesting.release(key);
    }

    function test_RevertWhen_TheKeyHasBitsBeyondItsFields() external {
        GrantKey memory key = keyOf(1);
        give(key);
        bytes memory call = abi.encodeCall(ITokenVesting.release, (key));
        call[4] = 0x01;
        (bool success,) = address(vesting).call(call);
        assertFalse(success);
    }

    function test_RevertGiven_TheScheduleIsCustom() external {
        GrantKey memory key = keyOf(1, custom());
        give(key, TOTAL, false, custom());
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_ScheduleMismatch.selector, key.schedule, 0)
        );
        vesting.release(key);
    }

    function test_RevertGiven_TheTokenRefusesTheBeneficiary() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        GrantKey memory key = keyOf(1, address(token));
        give(key);
        GrantKey memory other = keyOf(1, address(token));
        other.beneficiary = makeAddr("other");
        give(other);
        token.setBlocked(BENEFICIARY, true);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        vesting.release(key);
        assertEq(vesting.release(other), TOTAL / 10);
    }

    function test_WhenNothingIsDue() external {
        give(keyOf(1));
        vesting.release(keyOf(1));
        vm.warp(LAUNCH + 12 * MONTH - 1);
        vm.recordLogs();
        assertEq(vesting.release(keyOf(1)), 0);
        assertEq(vm.getRecordedLogs().length, 0);
    }

    function test_WhenSomebodyElseCalls() external {
        bytes32 grantId = give(keyOf(1));
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Released(grantId, BENEFICIARY, TOTAL / 10);
        vm.prank(STRANGER);
        assertEq(vesting.release(keyOf(1)), TOTAL / 10);
        assertEq(stream.balanceOf(BENEFICIARY), TOTAL / 10);
        assertEq(grantOf(keyOf(1)).released, TOTAL / 10);
    }

    function test_WhenEachMonthIsReleased() external {
        give(keyOf(1));
        for (uint40 month; month <= 36; ++month) {
            vm.warp(LAUNCH + month * MONTH);
            vesting.release(keyOf(1));
        }
        assertEq(stream.balanceOf(BENEFICIARY), TOTAL);
    }

    function test_GivenTheGrantIsAPosition() external {
        give(keyOf(1));
        uint256 positionId = mintPosition(keyOf(1));
        vm.prank(BENEFICIARY);
        positions.transferFrom(BENEFICIARY, STRANGER, positionId);
        assertEq(vesting.release(keyOf(1)), TOTAL / 10);
        assertEq(stream.balanceOf(STRANGER), TOTAL / 10);
        assertEq(stream.balanceOf(BENEFICIARY), 0);
    }

    function test_RevertGiven_ThePositionIsRestrictedAndAnotherCalls() external {
        give(keyOf(1));
        uint256 positionId = mintPosition(keyOf(1));
        vm.startPrank(BENEFICIARY);
        positions.restrict(positionId, true);
        // into an escrow, say
        positions.transferFrom(BENEFICIARY, STRANGER, positionId);
        vm.expectRevert(
            abi.encodeWithSelector(IPositionToken.PositionToken_Restricted.selector, BENEFICIARY, STRANGER)
        );
        vesting.release(keyOf(1));
        vm.stopPrank();
        vm.prank(STRANGER);
        assertEq(vesting.release(keyOf(1)), TOTAL / 10);
    }

    function test_WhenTheTokenCallsBackWhileItPays() external {
        ReentrantToken token = new ReentrantToken();
        approve(token);
        GrantKey memory key = keyOf(1, address(token));
        give(key);
        token.arm(address(vesting), abi.encodeCall(ITokenVesting.release, (key)));
        assertEq(vesting.release(key), TOTAL / 10);
        assertEq(token.balanceOf(BENEFICIARY), TOTAL / 10);
        assertFalse(token.succeeded());
    }

    function test_GivenTheChainForked() external {
        give(keyOf(1));
        vm.chainId(10);
        assertEq(vesting.release(keyOf(1)), TOTAL / 10);
    }
}
