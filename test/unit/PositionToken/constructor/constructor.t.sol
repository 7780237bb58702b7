// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PositionScene} from "test/helpers/PositionScene.sol";

contract PositionToken_Constructor_Test is PositionScene {
    function test_WhenDeployed() external view {
        assertEq(positions.STREAMING_PROTOCOL(), address(streams));
        assertEq(positions.TOKEN_VESTING(), address(vesting));
        assertEq(positions.name(), "Tributary Positions");
        assertEq(positions.symbol(), "TRIB-POS");
        assertTrue(positions.supportsInterface(0x01ffc9a7), "ERC-165");
        assertTrue(positions.supportsInterface(0x80ac58cd), "ERC-721");
        assertTrue(positions.supportsInterface(0x5b5e139f), "its metadata");
    }
}
