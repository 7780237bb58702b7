// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IComposedPolicy} from "src/interfaces/IComposedPolicy.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {Policy} from "src/types/Policy.sol";
import {Rule} from "src/types/Rule.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";
import {Act} from "test/helpers/policies/ActingPolicy.sol";

contract ComposedPolicy_IsAllowed_Test is AccessScene {
    function test_WhenAllOfThemSayYes() external view {
        assertTrue(allows(allOf(times(that(Act.Yes), 3)), ""));
    }

    function test_WhenOneOfAllSaysNo() external view {
        assertFalse(allows(allOf(list(that(Act.Yes), that(Act.No))), ""));
        assertFalse(allows(allOf(list(that(Act.No), that(Act.Yes))), ""));
        assertFalse(allows(allOf(list(that(Act.Revert), that(Act.No))), ""), "beside a broken one");
    }

    function test_RevertWhen_OneOfAllIsUnknown() external {
        for (uint8 act = uint8(Act.Revert); act <= uint8(type(Act).max); ++act) {
            _expectUndecided(allOf(list(that(Act(act)), that(Act.Yes))));
            _expectUndecided(allOf(list(that(Act.Yes), that(Act(act)))));
        }
    }

    function test_WhenAnyOfThemSaysYes() external view {
        assertTrue(allows(anyOf(list(that(Act.Yes), that(Act.No))), ""));
        assertTrue(allows(anyOf(list(that(Act.No), that(Act.Yes))), ""));
        for (uint8 act = uint8(Act.Revert); act <= uint8(type(Act).max); ++act) {
            assertTrue(allows(anyOf(list(that(Act(act)), that(Act.Yes))), ""), "beside a broken one");
        }
    }

    function test_WhenNoneOfAnySaysYes() external view {
        assertFalse(allows(anyOf(times(that(Act.No), 3)), ""));
    }

    function test_RevertWhen_OneOfAnyIsUnknownAndNoneSaysYes() external {
        for (uint8 act = uint8(Act.Revert); act <= uint8(type(Act).max); ++act) {
            _expectUndecided(anyOf(list(that(Act(act)), that(Act.No))));
            _expectUndecided(anyOf(list(that(Act.No), that(Act(act)))));
        }
    }

    function test_WhenTheOneSaysYes() external view {
        assertFalse(allows(not(that(Act.Yes)), ""));
    }

    function test_WhenTheOneSaysNo() external view {
        assertTrue(allows(not(that(Act.No)), ""));
    }

    /// @dev ACC-1: whoever can break a policy, or keep its evidence back, is not let in by `not`.
    function test_RevertWhen_TheOneIsUnknown() external {
        for (uint8 act = uint8(Act.Revert); act <= uint8(type(Act).max); ++act) {
            _expectUndecided(not(that(Act(act))));
            _expectUndecided(not(not(that(Act(act)))));
            _expectUndecided(not(allOf(list(that(Act.Yes), that(Act(act))))));
            _expectUndecided(not(anyOf(list(that(Act.No), that(Act(act))))));
        }
        _expectUndecided(not(Policy(policies.allowList, abi.encode("a root"))));
        _expectUndecided(not(Policy(policies.metered, abi.encode(STRANGER, 1))));
        _expectUndecided(not(Policy(policies.stream, abi.encode(stream, 1))));
    }

    function test_WhenPartsGetEvidence() external {
        Policy[] memory inner = list(that(Act.No), that(Act.Yes));
        Policy memory policy = anyOf(list(that(Act.Revert), allOf(list(anyOf(inner)))));
        bytes[] memory innermost = new bytes[](3);
        (innermost[0], innermost[1], innermost[2]) = ("for the no", "for the yes", "for nobody");
        bytes[] memory inside = new bytes[](1);
        inside[0] = abi.encode(innermost);
        bytes[] memory evidence = new bytes[](2);
        (evidence[0], evidence[1]) = ("for the broken", abi.encode(inside));
        expectAsked(that(Act.Revert), request(), "for the broken");
        expectAsked(that(Act.No), request(), "for the no");
        expectAsked(that(Act.Yes), request(), "for the yes");
        assertTrue(allows(policy, abi.encode(evidence)));
    }

    function test_WhenPartsGetNoEvidence() external {
        bytes[] memory evidence = new bytes[](1);
        evidence[0] = "for the first";
        expectAsked(that(Act.No), request(), "for the first");
        expectAsked(that(Act.Yes), request(), "");
        assertTrue(allows(anyOf(list(that(Act.No), that(Act.Yes))), abi.encode(evidence)));
        expectAsked(that(Act.No), request(), "");
        assertTrue(allows(anyOf(list(that(Act.No), that(Act.Yes))), ""));
    }

    function test_RevertWhen_TheEvidenceIsNoList() external {
        Policy memory policy = anyOf(list(that(Act.Yes)));
        AccessRequest memory asked = request();
        vm.expectRevert();
        policies.composed.isAllowed(asked, policy.terms, "no list");
    }

    function test_WhenItIsTheLargest() external {
        // 16 parts, four deep, of 8 KB: the first 15 burn what they get, and the last still answers
        Policy[] memory parts = times(that(Act.BurnAll), 16);
        parts[15] = Policy(acting, bytes.concat(abi.encode(Act.Yes), new bytes(4800)));
        Policy memory policy = within(anyOf(parts), 3);
        assertGt(policy.terms.length, 8000);
        bytes[] memory evidence = new bytes[](16);
        for (uint256 i; i < 16; ++i) {
            evidence[i] = new bytes(1024);
        }
        bytes memory shown = abi.encode(evidence);
        for (uint256 i; i < 3; ++i) {
            bytes[] memory inside = new bytes[](1);
            inside[0] = shown;
            shown = abi.encode(inside);
        }
        set(policy);
        assertTrue(hasAccess(shown), "ACC-1: a policy that burns gas harms no other part");
        set(within(not(anyOf(parts)), 2));
        assertFalse(hasAccess(), "the last says no");
    }

    function test_RevertWhen_ItHasNoShape() external {
        Policy memory policy = within(that(Act.Yes), 5);
        AccessRequest memory asked = request();
        vm.expectRevert(abi.encodeWithSelector(IComposedPolicy.ComposedPolicy_TooDeep.selector, 4));
        policies.composed.isAllowed(asked, policy.terms, "");
        policy = anyOf(times(that(Act.Yes), 17));
        vm.expectRevert(abi.encodeWithSelector(IComposedPolicy.ComposedPolicy_TooManyParts.selector, 16));
        policies.composed.isAllowed(asked, policy.terms, "");
        policy = allOf(new Policy[](0));
        vm.expectRevert(
            abi.encodeWithSelector(IComposedPolicy.ComposedPolicy_PartCount.selector, Rule.AllOf, 0)
        );
        policies.composed.isAllowed(asked, policy.terms, "");
    }

    function _expectUndecided(Policy memory policy) private {
        AccessRequest memory asked = request();
        vm.expectRevert(IComposedPolicy.ComposedPolicy_Undecided.selector);
        policies.composed.isAllowed(asked, policy.terms, "");
    }
}
