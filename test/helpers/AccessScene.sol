// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPolicy} from "src/interfaces/IPolicy.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {Policy} from "src/types/Policy.sol";
import {Rule} from "src/types/Rule.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {Act, ActingPolicy} from "test/helpers/policies/ActingPolicy.sol";

/// @notice A work whose publisher sets policies, and a viewer who asks for one period of it.
abstract contract AccessScene is StreamScene {
    uint256 internal constant RENDITION = 2;
    uint64 internal constant PERIOD = 7;

    ActingPolicy internal acting;

    function setUp() public virtual override {
        super.setUp();
        acting = new ActingPolicy();
    }

    /* POLICIES */

    function free() internal view returns (Policy memory) {
        return Policy(policies.free, "");
    }

    function that(Act act) internal view returns (Policy memory) {
        return Policy(acting, abi.encode(act));
    }

    function allOf(Policy[] memory parts) internal view returns (Policy memory) {
        return composed(Rule.AllOf, parts);
    }

    function anyOf(Policy[] memory parts) internal view returns (Policy memory) {
        return composed(Rule.AnyOf, parts);
    }

    function not(Policy memory part) internal view returns (Policy memory) {
        return composed(Rule.Not, list(part));
    }

    function composed(Rule rule, Policy[] memory parts) internal view returns (Policy memory) {
        return Policy(policies.composed, abi.encode(rule, parts));
    }

    function list(Policy memory a) internal pure returns (Policy[] memory parts) {
        parts = new Policy[](1);
        parts[0] = a;
    }

    function list(Policy memory a, Policy memory b) internal pure returns (Policy[] memory parts) {
        parts = new Policy[](2);
        (parts[0], parts[1]) = (a, b);
    }

    function times(Policy memory part, uint256 count) internal pure returns (Policy[] memory parts) {
        parts = new Policy[](count);
        for (uint256 i; i < count; ++i) {
            parts[i] = part;
        }
    }

    /// @return `part` in as many compositions as asked, which change nothing.
    function within(Policy memory part, uint256 depth) internal view returns (Policy memory) {
        for (uint256 i; i < depth; ++i) {
            part = allOf(list(part));
        }
        return part;
    }

    /// @notice Sets the policy of every rendition of the work.
    function set(Policy memory policy) internal {
        vm.prank(CREATOR);
        access.setDefaultPolicy(contentId, policy);
    }

    /* QUESTIONS */

    function request() internal view returns (AccessRequest memory) {
        return AccessRequest(VIEWER, contentId, RENDITION, PERIOD);
    }

    /// @return The answer of one policy, asked as {AccessPolicy} asks it.
    function allows(Policy memory policy, bytes memory evidence) internal view returns (bool) {
        return policy.policy.isAllowed(request(), policy.terms, evidence);
    }

    function hasAccess() internal view returns (bool) {
        return hasAccess("");
    }

    function hasAccess(bytes memory evidence) internal view returns (bool) {
        return access.hasAccess(VIEWER, contentId, RENDITION, PERIOD, evidence);
    }

    /// @notice Expects that `policy` is asked exactly this.
    function expectAsked(Policy memory policy, AccessRequest memory asked, bytes memory evidence) internal {
        vm.expectCall(
            address(policy.policy), abi.encodeCall(IPolicy.isAllowed, (asked, policy.terms, evidence))
        );
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
