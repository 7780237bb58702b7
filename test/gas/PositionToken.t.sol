// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {PositionScene} from "test/helpers/PositionScene.sol";

/// @notice What a transaction costs. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract PositionToken_GasTest is PositionScene, GasCeiling {
    function setUp() public override {
        super.setUp();
        // both own another position, so a balance is no new storage word
        vm.startPrank(address(vesting));
        positions.mint(OWNER, 1);
        positions.mint(STRANGER, 2);
        vm.stopPrank();
    }

    function test_MintToAnOwnerOfOthers() external {
        vm.prank(address(vesting));
        positions.mint(OWNER, ID);
        assertCost("mint, to an owner of others", 51_364);
    }

    function test_MintToANewOwner() external {
        vm.prank(address(vesting));
        positions.mint(makeAddr("new"), ID);
        assertCost("mint, to a new owner", 68_464);
    }

    function test_Transfer() external {
        vm.prank(address(vesting));
        positions.mint(OWNER, ID);
        vm.prank(OWNER);
        positions.transferFrom(OWNER, STRANGER, ID);
        assertCost("transfer, between owners of others", 41_800);
    }

    function test_Burn() external {
        vm.prank(address(vesting));
        positions.mint(OWNER, ID);
        vm.prank(address(vesting));
        positions.burn(ID);
        assertCost("burn", 32_126);
    }
}
