// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IComposedPolicy} from "src/interfaces/IComposedPolicy.sol";
import {Policy} from "src/types/Policy.sol";
import {Rule} from "src/types/Rule.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";
import {Act} from "test/helpers/policies/ActingPolicy.sol";

/// @notice Any tree of compositions against the plain way: no is 0, unknown 1, yes 2; all-of is the least, any-of the greatest,
/// not is 2 less the part.
contract ComposedPolicy_FuzzTest is AccessScene {
    uint256 private constant UNKNOWN = 1;
    uint256 private constant YES = 2;

    function testFuzz_AnyTreeAnswersAsItsPartsSay(uint256 seed) external view {
        (Policy memory policy, uint256 expected) = _tree(seed, 4, 16);
        try policies.composed.isAllowed(request(), policy.terms, "") returns (bool allowed) {
            assertEq(allowed ? YES : 0, expected, "ACC-1: yes <=> the tree's least and greatest say so");
        } catch (bytes memory reason) {
            // forge-lint: disable-next-line(unsafe-typecast) the selector
            assertEq(bytes4(reason), IComposedPolicy.ComposedPolicy_Undecided.selector);
            assertEq(expected, UNKNOWN, "ACC-1: unknown <=> the parts do not decide");
        }
    }

    /// @dev The answer stays as it was, or becomes unknown, whatever stands around the part.
    function testFuzz_BreakingAPartLetsNobodyIn(uint256 seed, uint256 broken) external view {
        Act[] memory acts = new Act[](4);
        for (uint256 i; i < 4; ++i) {
            acts[i] = Act(uint8((seed >> i) & 1));
        }
        bool before = _letsIn(_pairs(acts));
        acts[broken % 4] = Act.Revert;
        if (!before) assertFalse(_letsIn(_pairs(acts)), "ACC-1: a broken part lets nobody in");
    }

    function testFuzz_TermsAreAnyBytes(bytes calldata terms, bytes calldata evidence) external {
        vm.expectRevert();
        policies.composed.isAllowed(request(), terms, evidence);
    }

    function _letsIn(Policy memory policy) private view returns (bool) {
        try policies.composed.isAllowed(request(), policy.terms, "") returns (bool allowed) {
            return allowed;
        } catch {
            return false;
        }
    }

    /// @dev (not a or b) and not (c or d)
    function _pairs(Act[] memory acts) private view returns (Policy memory) {
        Policy memory left = anyOf(list(not(that(acts[0])), that(acts[1])));
        Policy memory right = not(anyOf(list(that(acts[2]), that(acts[3]))));
        return allOf(list(left, right));
    }

    /// @return policy A composition of `most` parts at most.
    /// @return expected 0: no. 1: unknown. 2: yes.
    function _tree(uint256 seed, uint256 depth, uint256 most)
        private
        view
        returns (Policy memory policy, uint256 expected)
    {
        uint256 kind = seed % 3;
        // forge-lint: disable-next-line(unsafe-typecast) small
        Rule rule = Rule(uint8(kind));
        uint256 count = rule == Rule.Not ? 1 : 1 + (seed >> 8) % (most < 4 ? most : 4);
        Policy[] memory parts = new Policy[](count);
        uint256 least = YES;
        uint256 greatest;
        for (uint256 i; i < count; ++i) {
            uint256 own = uint256(keccak256(abi.encode(seed, i)));
            uint256 answer;
            if (depth == 1 || own % 2 == 0) {
                uint8 act = uint8((own >> 8) % 3);
                answer = act == 0 ? YES : act == 1 ? 0 : UNKNOWN;
                // of all that leave the answer open, the cheap ones
                if (act == 2) act = [2, 6, 7, 8, 9][(own >> 16) % 5];
                parts[i] = that(Act(act));
            } else {
                (parts[i], answer) = _tree(own >> 8, depth - 1, most / count);
            }
            if (answer < least) least = answer;
            if (answer > greatest) greatest = answer;
        }
        policy = composed(rule, parts);
        expected = rule == Rule.AllOf ? least : rule == Rule.AnyOf ? greatest : YES - greatest;
    }
}
