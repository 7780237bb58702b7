// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_Constructor_Test is VestingScene {
    function test_WhenItIsDeployed() external view {
        assertEq(vesting.LAUNCH(), LAUNCH);
        assertEq(address(vesting.POSITIONS()), address(positions));
        assertEq(vesting.INSTANT(), bytes32(uint256(1)));
    }
}
