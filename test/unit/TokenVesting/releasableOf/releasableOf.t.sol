// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_ReleasableOf_Test is VestingScene {
    function test_RevertGiven_TheGrantWasNeverMade() external {
        bytes32 grantId = vesting.grantIdOf(keyOf(1));
        vm.expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_NotGranted.selector, grantId));
        vesting.releasableOf(keyOf(1), official());
    }

    function test_GivenAPartWasReleased() external {
        give(keyOf(1));
        assertEq(vesting.releasableOf(keyOf(1), official()), TOTAL / 10);
        vesting.release(keyOf(1));
        assertEq(vesting.releasableOf(keyOf(1), official()), 0);
        vm.warp(LAUNCH + 24 * MONTH);
        assertEq(vesting.releasableOf(keyOf(1), official()), TOTAL * 60 / 100);
    }
}
