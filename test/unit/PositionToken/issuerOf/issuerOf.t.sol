// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {PositionScene} from "test/helpers/PositionScene.sol";

contract PositionToken_IssuerOf_Test is PositionScene {
    function test_RevertGiven_ThePositionDoesNotExist() external {
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        positions.issuerOf(ID);
    }

    function test_RevertGiven_ThePositionWasBurned() external {
        vesting.mint(positions, OWNER, ID);
        vesting.burn(positions, ID);
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        positions.issuerOf(ID);
    }

    function test_GivenThePositionWasIssued() external {
        vesting.mint(positions, OWNER, ID);
        assertEq(positions.issuerOf(ID), address(vesting));
    }

    function test_GivenThePositionWasTransferred() external {
        vesting.mint(positions, OWNER, ID);
        vm.prank(OWNER);
        positions.transferFrom(OWNER, STRANGER, ID);
        assertEq(positions.issuerOf(ID), address(vesting));
    }
}
