// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAccessPolicy} from "src/interfaces/IAccessPolicy.sol";
import {IComposedPolicy} from "src/interfaces/IComposedPolicy.sol";
import {IPolicy} from "src/interfaces/IPolicy.sol";
import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";
import {Act} from "test/helpers/policies/ActingPolicy.sol";

contract AccessPolicy_SetPolicy_Test is AccessScene {
    function test_RevertWhen_TheCallerIsNotThePublisher() external {
        _expectNotPublisher(VIEWER, CREATOR);
        vm.prank(VIEWER);
        access.setPolicy(contentId, RENDITION, free());
    }

    function test_RevertGiven_TheWorkWasNeverRegistered() external {
        _expectNotPublisher(CREATOR, address(0));
        vm.prank(CREATOR);
        access.setPolicy("no work", RENDITION, free());
    }

    function test_RevertWhen_NoContractStandsThere() external {
        vm.expectRevert(
            abi.encodeWithSelector(IAccessPolicy.AccessPolicy_PolicyMissing.selector, IPolicy(STRANGER))
        );
        _set(Policy(IPolicy(STRANGER), ""));
    }

    function test_RevertWhen_TheTermsAreTooLong() external {
        vm.expectRevert(abi.encodeWithSelector(IAccessPolicy.AccessPolicy_TermsTooLong.selector, 8193, 8192));
        _set(Policy(policies.free, new bytes(8193)));
    }

    function test_RevertWhen_ACompositionHasNoShape() external {
        vm.expectRevert(abi.encodeWithSelector(IComposedPolicy.ComposedPolicy_TooDeep.selector, 4));
        _set(within(free(), 5));
    }

    function test_WhenTheTermsAreTheLongest() external {
        _set(Policy(policies.free, new bytes(8192)));
        assertEq(access.policyOf(contentId, RENDITION).terms, new bytes(8192));
    }

    function test_WhenThePolicyIsAContract() external {
        Policy memory policy = within(free(), 4);
        vm.expectEmit(address(access));
        emit IAccessPolicy.PolicySet(contentId, RENDITION, policy.policy, policy.terms);
        _set(policy);
        assertEq(abi.encode(access.policyOf(contentId, RENDITION)), abi.encode(policy));
        assertTrue(hasAccess());
        assertFalse(access.hasAccess(VIEWER, contentId, RENDITION + 1, PERIOD, ""), "another rendition");
    }

    function test_WhenThePolicyIsNone() external {
        set(free());
        _set(that(Act.No));
        assertFalse(hasAccess());
        vm.expectEmit(address(access));
        emit IAccessPolicy.PolicySet(contentId, RENDITION, IPolicy(address(0)), "gone");
        _set(Policy(IPolicy(address(0)), "gone"));
        assertTrue(hasAccess(), "the default");
    }

    function _set(Policy memory policy) private {
        vm.prank(CREATOR);
        access.setPolicy(contentId, RENDITION, policy);
    }

    function _expectNotPublisher(address caller, address publisher) private {
        vm.expectRevert(
            abi.encodeWithSelector(IAccessPolicy.AccessPolicy_NotPublisher.selector, caller, publisher)
        );
    }
}
