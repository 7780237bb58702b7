// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAccessPolicy} from "src/interfaces/IAccessPolicy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";

contract AccessPolicy_RevokeDelegates_Test is AccessScene {
    function test_GivenDelegatesWereSetAndSignedFor() external {
        uint40 expiresAt = uint40(block.timestamp + 1 days);
        vm.prank(BUYER);
        access.setDelegate(STRANGER, expiresAt);
        vm.prank(VIEWER);
        access.setDelegate(STRANGER, expiresAt);
        bytes memory signature = sign(VIEWER_KEY, access.delegationDigest(VIEWER, STRANGER, 0, expiresAt));
        assertTrue(access.isDelegate(VIEWER, STRANGER, expiresAt, signature));

        vm.expectEmit(address(access));
        emit IAccessPolicy.DelegatesRevoked(VIEWER, 1);
        vm.prank(VIEWER);
        assertEq(access.revokeDelegates(), 1);
        assertEq(access.seriesOf(VIEWER), 1);
        assertFalse(access.isDelegate(VIEWER, STRANGER, expiresAt, ""), "set");
        assertFalse(access.isDelegate(VIEWER, STRANGER, expiresAt, signature), "signed");
        assertTrue(access.isDelegate(BUYER, STRANGER, expiresAt, ""), "another viewer's");
    }

    function test_GivenTheViewerDelegatesAnew() external {
        uint40 expiresAt = uint40(block.timestamp + 1 days);
        vm.startPrank(VIEWER);
        access.revokeDelegates();
        vm.expectEmit(address(access));
        emit IAccessPolicy.DelegateSet(VIEWER, STRANGER, 1, expiresAt);
        access.setDelegate(STRANGER, expiresAt);
        vm.stopPrank();
        assertTrue(access.isDelegate(VIEWER, STRANGER, expiresAt, ""), "set");
        bytes memory signature = sign(VIEWER_KEY, access.delegationDigest(VIEWER, BUYER, 1, expiresAt));
        assertTrue(access.isDelegate(VIEWER, BUYER, expiresAt, signature), "signed");
    }
}
