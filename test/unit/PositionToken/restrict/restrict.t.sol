// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {PositionScene} from "test/helpers/PositionScene.sol";

contract PositionToken_Restrict_Test is PositionScene {
    function test_RevertGiven_ThePositionDoesNotExist() external {
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        positions.restrict(ID, true);
    }

    function test_RevertWhen_TheCallerIsNotTheOwner() external {
        vesting.mint(positions, OWNER, ID);
        vm.prank(OWNER);
        positions.approve(STRANGER, ID);
        vm.expectRevert(
            abi.encodeWithSelector(IPositionToken.PositionToken_NotOwner.selector, STRANGER, OWNER)
        );
        vm.prank(STRANGER);
        positions.restrict(ID, true);
    }

    function test_WhenTheOwnerRestricts() external {
        vesting.mint(positions, OWNER, ID);
        _restrict(OWNER, true);
        assertTrue(positions.isRestricted(ID));
        assertEq(positions.issuerOf(ID), address(vesting), "the issuer stays");
        assertEq(positions.ownerOf(ID), OWNER);
    }

    function test_WhenTheOwnerLiftsTheRestriction() external {
        streams.mint(positions, OWNER, ID);
        _restrict(OWNER, true);
        _restrict(OWNER, false);
        assertFalse(positions.isRestricted(ID));
        assertEq(positions.issuerOf(ID), address(streams));
        assertEq(positions.payeeFor(ID, STRANGER), OWNER);
    }

    function test_GivenThePositionIsTransferred() external {
        streams.mint(positions, OWNER, ID);
        _restrict(OWNER, true);
        vm.prank(OWNER);
        positions.transferFrom(OWNER, STRANGER, ID);
        assertTrue(positions.isRestricted(ID), "an escrow cannot restrict");
        vm.expectRevert(
            abi.encodeWithSelector(IPositionToken.PositionToken_NotOwner.selector, OWNER, STRANGER)
        );
        vm.prank(OWNER);
        positions.restrict(ID, false);
        _restrict(STRANGER, false);
    }

    function test_GivenThePositionIsBurned() external {
        streams.mint(positions, OWNER, ID);
        _restrict(OWNER, true);
        streams.burn(positions, ID);
        assertFalse(positions.isRestricted(ID));
    }

    function _restrict(address owner, bool restricted) private {
        vm.expectEmit(address(positions));
        emit IPositionToken.Restricted(ID, restricted);
        vm.prank(owner);
        positions.restrict(ID, restricted);
    }
}
