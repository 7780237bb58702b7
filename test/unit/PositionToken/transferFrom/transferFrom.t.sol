// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {PositionScene} from "test/helpers/PositionScene.sol";

contract PositionToken_TransferFrom_Test is PositionScene {
    function setUp() public override {
        super.setUp();
        vesting.mint(positions, OWNER, ID);
    }

    function test_RevertWhen_AnIssuerWouldOwnThePosition() external {
        vm.prank(OWNER);
        positions.setApprovalForAll(STRANGER, true);
        for (uint256 i; i < 2; ++i) {
            address issuer = i == 0 ? address(streams) : address(vesting);
            bytes memory reason =
                abi.encodeWithSelector(IPositionToken.PositionToken_DestinationInvalid.selector, ID, issuer);
            vm.startPrank(STRANGER);
            vm.expectRevert(reason);
            positions.transferFrom(OWNER, issuer, ID);
            vm.expectRevert(reason);
            positions.safeTransferFrom(OWNER, issuer, ID);
            vm.expectRevert(reason);
            positions.safeTransferFrom(OWNER, issuer, ID, "");
            vm.stopPrank();
        }
        assertEq(positions.ownerOf(ID), OWNER);
    }

    function test_WhenAnybodyElseWould() external {
        vm.startPrank(OWNER);
        positions.restrict(ID, true);
        positions.transferFrom(OWNER, STRANGER, ID);
        assertEq(positions.ownerOf(ID), STRANGER);
        assertEq(positions.issuerOf(ID), address(vesting));
        assertTrue(positions.isRestricted(ID));
    }
}
