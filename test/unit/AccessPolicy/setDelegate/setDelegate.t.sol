// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAccessPolicy} from "src/interfaces/IAccessPolicy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";

contract AccessPolicy_SetDelegate_Test is AccessScene {
    function test_RevertWhen_TheDelegateIsNobody() external {
        _expectInvalid(address(0), uint40(block.timestamp + 1));
        access.setDelegate(address(0), uint40(block.timestamp + 1));
    }

    function test_RevertWhen_ItLastsTooLong() external {
        _expectInvalid(STRANGER, uint40(block.timestamp + 30 days + 1));
        access.setDelegate(STRANGER, uint40(block.timestamp + 30 days + 1));
    }

    function test_WhenItLastsLongest() external {
        uint40 expiresAt = uint40(block.timestamp + 30 days);
        vm.expectEmit(address(access));
        emit IAccessPolicy.DelegateSet(VIEWER, STRANGER, 0, expiresAt);
        _set(expiresAt);
        assertTrue(access.isDelegate(VIEWER, STRANGER, expiresAt, ""));
        assertFalse(access.isDelegate(STRANGER, VIEWER, expiresAt, ""), "not the other way");
        assertFalse(access.isDelegate(VIEWER, BUYER, expiresAt, ""), "nobody else");
    }

    function test_WhenItsTimeIsOver() external {
        _set(uint40(block.timestamp + 1 days));
        vm.expectEmit(address(access));
        emit IAccessPolicy.DelegateSet(VIEWER, STRANGER, 0, 0);
        _set(0);
        assertFalse(access.isDelegate(VIEWER, STRANGER, uint40(block.timestamp), ""));
    }

    function _set(uint40 expiresAt) private {
        vm.prank(VIEWER);
        access.setDelegate(STRANGER, expiresAt);
    }

    function _expectInvalid(address delegate, uint40 expiresAt) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessPolicy.AccessPolicy_DelegationInvalid.selector,
                delegate,
                expiresAt,
                block.timestamp + 30 days
            )
        );
    }
}
