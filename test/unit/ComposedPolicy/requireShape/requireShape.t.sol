// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IComposedPolicy} from "src/interfaces/IComposedPolicy.sol";
import {Policy} from "src/types/Policy.sol";
import {Rule} from "src/types/Rule.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";

contract ComposedPolicy_RequireShape_Test is AccessScene {
    function test_RevertWhen_TheTermsAreNone() external {
        vm.expectRevert();
        policies.composed.requireShape("");
    }

    function test_RevertWhen_ThereIsNoSuchRule() external {
        vm.expectRevert();
        policies.composed.requireShape(abi.encode(3, list(free())));
    }

    function test_RevertWhen_TheTermsOfAPartAreNone() external {
        Policy memory policy = anyOf(list(free(), Policy(policies.composed, "")));
        vm.expectRevert();
        policies.composed.requireShape(policy.terms);
    }

    function test_RevertWhen_AllOrAnyHasNoPart() external {
        _expectPartCount(Rule.AllOf, 0);
        policies.composed.requireShape(allOf(new Policy[](0)).terms);
        _expectPartCount(Rule.AnyOf, 0);
        policies.composed.requireShape(not(anyOf(new Policy[](0))).terms);
    }

    function test_RevertWhen_NotHasAnotherCountThanOne() external {
        _expectPartCount(Rule.Not, 0);
        policies.composed.requireShape(composed(Rule.Not, new Policy[](0)).terms);
        _expectPartCount(Rule.Not, 2);
        policies.composed.requireShape(composed(Rule.Not, list(free(), free())).terms);
    }

    function test_RevertWhen_ItIsTooDeep() external {
        vm.expectRevert(abi.encodeWithSelector(IComposedPolicy.ComposedPolicy_TooDeep.selector, 4));
        policies.composed.requireShape(within(free(), 5).terms);
    }

    function test_RevertWhen_ItHasTooManyParts() external {
        Policy memory policy = anyOf(list(anyOf(times(free(), 8)), anyOf(times(free(), 9))));
        vm.expectRevert(abi.encodeWithSelector(IComposedPolicy.ComposedPolicy_TooManyParts.selector, 16));
        policies.composed.requireShape(policy.terms);
    }

    function test_WhenItIsTheLargest() external view {
        policies.composed.requireShape(within(anyOf(times(free(), 16)), 3).terms);
        policies.composed
            .requireShape(allOf(list(anyOf(times(free(), 8)), not(anyOf(times(free(), 8))))).terms);
    }

    function _expectPartCount(Rule rule, uint256 count) private {
        vm.expectRevert(
            abi.encodeWithSelector(IComposedPolicy.ComposedPolicy_PartCount.selector, rule, count)
        );
    }
}
