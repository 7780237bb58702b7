// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {GrantKey} from "src/types/Grant.sol";
import {Step, stepOf} from "src/types/VestingSchedule.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_ReleaseCustom_Test is VestingScene {
    function test_RevertWhen_TheScheduleIsAnother() external {
        GrantKey memory key = keyOf(1, custom());
        give(key, TOTAL, false, custom());
        Step[] memory other = custom();
        other[0] = stepOf(LAUNCH, LAUNCH, 21);
        bytes32 name = vesting.scheduleHashOf(other);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_ScheduleMismatch.selector, key.schedule, name)
        );
        vesting.releaseCustom(key, other);
    }

    function test_RevertWhen_APartOfTheScheduleIsMissing() external {
        GrantKey memory key = keyOf(1, custom());
        give(key, TOTAL, false, custom());
        Step[] memory part = custom();
        assembly ("memory-safe") {
            mstore(part, 2)
        }
        bytes32 name = vesting.scheduleHashOf(part);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_ScheduleMismatch.selector, key.schedule, name)
        );
        vesting.releaseCustom(key, part);
    }

    function test_RevertGiven_TheGrantWasNeverMade() external {
        GrantKey memory key = keyOf(1, custom());
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NotGranted.selector, vesting.grantIdOf(key))
        );
        vesting.releaseCustom(key, custom());
    }

    function test_RevertGiven_ThePositionIsRestrictedAndAnotherCalls() external {
        GrantKey memory key = keyOf(1, custom());
        bytes32 grantId = give(key, TOTAL, false, custom());
        vm.startPrank(BENEFICIARY);
        vesting.mintPosition(key, custom());
        positions.restrict(uint256(grantId), true);
        vm.stopPrank();
        vm.expectRevert(
            abi.encodeWithSelector(
                IPositionToken.PositionToken_Restricted.selector, address(this), BENEFICIARY
            )
        );
        vesting.releaseCustom(key, custom());
        vm.prank(BENEFICIARY);
        assertEq(vesting.releaseCustom(key, custom()), TOTAL * 20 / 100);
    }

    function test_WhenSomethingIsDue() external {
        GrantKey memory key = keyOf(1, custom());
        bytes32 grantId = give(key, TOTAL, false, custom());
        assertEq(vesting.releaseCustom(key, custom()), TOTAL * 20 / 100);
        vm.warp(LAUNCH + 6 * MONTH - 1);
        assertEq(vesting.releaseCustom(key, custom()), 0);
        vm.warp(LAUNCH + 6 * MONTH);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Released(grantId, BENEFICIARY, TOTAL * 20 / 100);
        assertEq(vesting.releaseCustom(key, custom()), TOTAL * 20 / 100);
        vm.warp(LAUNCH + 15 * MONTH);
        assertEq(vesting.releaseCustom(key, custom()), TOTAL * 30 / 100);
        vm.warp(LAUNCH + 24 * MONTH);
        assertEq(vesting.releaseCustom(key, custom()), TOTAL * 30 / 100);
        assertEq(stream.balanceOf(BENEFICIARY), TOTAL);
    }

    function test_GivenTheScheduleIsTheOfficial() external {
        give(keyOf(1));
        assertEq(vesting.releaseCustom(keyOf(1), official()), TOTAL / 10);
    }
}
