// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAccessPolicy} from "src/interfaces/IAccessPolicy.sol";
import {IPolicy} from "src/interfaces/IPolicy.sol";
import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";

contract AccessPolicy_SetDefaultPolicy_Test is AccessScene {
    function test_RevertWhen_TheCallerIsNotThePublisher() external {
        vm.expectRevert(
            abi.encodeWithSelector(IAccessPolicy.AccessPolicy_NotPublisher.selector, VIEWER, CREATOR)
        );
        vm.prank(VIEWER);
        access.setDefaultPolicy(contentId, free());
    }

    function test_WhenThePolicyIsAContract() external {
        vm.expectEmit(address(access));
        emit IAccessPolicy.DefaultPolicySet(contentId, policies.free, "terms");
        set(Policy(policies.free, "terms"));
        assertTrue(hasAccess());
        assertTrue(access.hasAccess(VIEWER, contentId, RENDITION + 1, PERIOD, ""), "every rendition");
        bytes32 another = publish("another work", contents.payeeOf(contentId));
        assertFalse(access.hasAccess(VIEWER, another, RENDITION, PERIOD, ""), "another work");
    }

    function test_WhenThePolicyIsNone() external {
        set(free());
        vm.expectEmit(address(access));
        emit IAccessPolicy.DefaultPolicySet(contentId, IPolicy(address(0)), "");
        set(Policy(IPolicy(address(0)), ""));
        assertFalse(hasAccess());
    }
}
