// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {PositionScene} from "test/helpers/PositionScene.sol";

/// @notice What any id, owner and spender see of an ERC-721.
contract PositionTransfers_FuzzTest is PositionScene {
    function setUp() public override {
        super.setUp();
        vesting.mint(positions, OWNER, ID);
    }

    function testFuzz_AnIdThatWasNeverMintedIsNobodys(uint256 id, address to) external {
        vm.assume(id != ID && to != address(0));
        bytes4 reason = ERC721.TokenDoesNotExist.selector;
        vm.expectRevert(reason);
        positions.ownerOf(id);
        vm.expectRevert(reason);
        positions.getApproved(id);
        vm.startPrank(OWNER);
        vm.expectRevert(reason);
        positions.approve(to, id);
        vm.expectRevert(reason);
        positions.transferFrom(OWNER, to, id);
    }

    function testFuzz_ATransferMovesThePositionAndItsApproval(address to, address spender) external {
        vm.assume(to != address(0) && to != OWNER && to != address(streams) && to != address(vesting));
        vm.startPrank(OWNER);
        positions.approve(spender, ID);
        assertEq(positions.getApproved(ID), spender);
        uint256 before = positions.balanceOf(to);
        vm.expectEmit(address(positions));
        emit ERC721.Transfer(OWNER, to, ID);
        positions.transferFrom(OWNER, to, ID);
        assertEq(positions.ownerOf(ID), to);
        assertEq(positions.balanceOf(OWNER), 0);
        assertEq(positions.balanceOf(to), before + 1);
        assertEq(positions.getApproved(ID), address(0), "a transfer ends the approval");
    }

    function testFuzz_ATransferToOneselfEndsTheApprovalAlone(address spender) external {
        vm.startPrank(OWNER);
        positions.approve(spender, ID);
        positions.transferFrom(OWNER, OWNER, ID);
        assertEq(positions.ownerOf(ID), OWNER);
        assertEq(positions.balanceOf(OWNER), 1);
        assertEq(positions.getApproved(ID), address(0));
    }

    function testFuzz_RevertWhen_TheDestinationIsZero(uint8 how) external {
        vm.startPrank(OWNER);
        vm.expectRevert(ERC721.TransferToZeroAddress.selector);
        _transfer(OWNER, address(0), how);
    }

    function testFuzz_RevertWhen_TheCallerMayNot(address caller, address to, uint8 how) external {
        vm.assume(caller != OWNER && caller != address(0) && to != address(0));
        vm.startPrank(caller);
        vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
        _transfer(OWNER, to, how);
        vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
        positions.approve(caller, ID);
    }

    function testFuzz_RevertWhen_TheSourceIsNotTheOwner(address from, address to, uint8 how) external {
        vm.assume(from != OWNER && to != address(0));
        vm.startPrank(OWNER);
        vm.expectRevert(ERC721.TransferFromIncorrectOwner.selector);
        _transfer(from, to, how);
    }

    function testFuzz_WhoIsApprovedMayTransferOnce(address spender, bool forAll) external {
        vm.assume(spender != OWNER && spender != address(0) && spender != STRANGER);
        vm.startPrank(OWNER);
        if (forAll) positions.setApprovalForAll(spender, true);
        else positions.approve(spender, ID);
        vm.startPrank(spender);
        positions.transferFrom(OWNER, STRANGER, ID);
        assertEq(positions.ownerOf(ID), STRANGER);
        // neither an approval nor an operator of the old owner is the new owner's
        vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
        positions.transferFrom(STRANGER, spender, ID);
    }

    function testFuzz_RevertWhen_AContractDoesNotTakePositions(uint8 how) external {
        vm.startPrank(OWNER);
        vm.expectRevert(ERC721.TransferToNonERC721ReceiverImplementer.selector);
        _transfer(OWNER, address(token), how % 2 + 1);
        assertEq(positions.ownerOf(ID), OWNER);
    }

    function testFuzz_ABurntPositionIsNobodys(address spender) external {
        vm.assume(spender != address(0));
        vm.prank(OWNER);
        positions.approve(spender, ID);
        vesting.burn(positions, ID);
        assertEq(positions.balanceOf(OWNER), 0);
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        positions.ownerOf(ID);
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        positions.getApproved(ID);
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        vm.prank(spender);
        positions.transferFrom(OWNER, spender, ID);
    }

    function test_ItSaysWhatItIs() external view {
        assertTrue(positions.supportsInterface(0x01ffc9a7), "ERC-165");
        assertTrue(positions.supportsInterface(0x80ac58cd), "ERC-721");
        assertTrue(positions.supportsInterface(0x5b5e139f), "ERC-721 metadata");
        assertFalse(positions.supportsInterface(0xffffffff), "what is no interface");
    }

    function _transfer(address from, address to, uint8 how) private {
        if (how % 3 == 0) positions.transferFrom(from, to, ID);
        else if (how % 3 == 1) positions.safeTransferFrom(from, to, ID);
        else positions.safeTransferFrom(from, to, ID, "data");
    }
}
