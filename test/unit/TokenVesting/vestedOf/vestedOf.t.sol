// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_VestedOf_Test is VestingScene {
    function test_RevertGiven_TheGrantWasNeverMade() external {
        bytes32 grantId = vesting.grantIdOf(keyOf(1));
        vm.expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_NotGranted.selector, grantId));
        vesting.vestedOf(keyOf(1), official());
    }

    function test_RevertWhen_TheScheduleIsAnother() external {
        give(keyOf(1));
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_ScheduleMismatch.selector, 0, hashOf(custom()))
        );
        vesting.vestedOf(keyOf(1), custom());
    }

    function test_GivenTheScheduleIsTheOfficial() external {
        // 13 wei above a round number: nothing divides
        uint96 total = 100_000.000000000000000013e18;
        give(keyOf(1), total, false, official());
        _assertVested(LAUNCH - 1, 0);
        _assertVested(LAUNCH, 10_000.000000000000000001e18);
        _assertVested(LAUNCH + 11 * MONTH, 10_000.000000000000000001e18);
        _assertVested(LAUNCH + 12 * MONTH - 1, 10_000.000000000000000001e18);
        _assertVested(LAUNCH + 12 * MONTH, 40_000.000000000000000005e18);
        _assertVested(LAUNCH + 24 * MONTH, 70_000.000000000000000009e18);
        _assertVested(LAUNCH + 36 * MONTH - 1, 99_999.999048706240487075e18);
        _assertVested(LAUNCH + 36 * MONTH, total);
        _assertVested(type(uint40).max, total);
    }

    function test_GivenTheGrantWasRevoked() external {
        giveRevocable(keyOf(1));
        revoke(keyOf(1));
        _assertVested(LAUNCH + 36 * MONTH, TOTAL / 10);
    }

    function _assertVested(uint40 time, uint256 expected) private {
        vm.warp(time);
        assertEq(vesting.vestedOf(keyOf(1), official()), expected);
    }
}
