// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IComposedPolicy} from "src/interfaces/IComposedPolicy.sol";
import {IPolicy} from "src/interfaces/IPolicy.sol";
import {PolicyCall} from "src/libraries/PolicyCall.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {Answer} from "src/types/Answer.sol";
import {Policy} from "src/types/Policy.sol";
import {Rule} from "src/types/Rule.sol";

/// @title ComposedPolicy
/// @notice See {IComposedPolicy}.
contract ComposedPolicy is IComposedPolicy {
    using PolicyCall for Policy;

    /// @inheritdoc IComposedPolicy
    uint256 public constant MAXIMUM_DEPTH = 4;
    /// @inheritdoc IComposedPolicy
    uint256 public constant MAXIMUM_PARTS = 16;
    /// @inheritdoc IComposedPolicy
    uint256 public constant PART_GAS = 200_000;

    /// @inheritdoc IPolicy
    function isAllowed(AccessRequest calldata request, bytes calldata terms, bytes calldata evidence)
        external
        view
        returns (bool)
    {
        requireShape(terms);
        Answer answer = _decide(request, terms, evidence);
        if (answer == Answer.Unknown) revert ComposedPolicy_Undecided();
        return answer == Answer.Yes;
    }

    /// @inheritdoc IComposedPolicy
    function requireShape(bytes calldata terms) public view {
        if (_partsIn(terms, 1) > MAXIMUM_PARTS) revert ComposedPolicy_TooManyParts(MAXIMUM_PARTS);
    }

    /// @dev The parts of compositions are decided here, not by a call: depth costs no gas of the parts.
    function _decide(AccessRequest memory request, bytes memory terms, bytes memory evidence)
        private
        view
        returns (Answer answer)
    {
        (Rule rule, Policy[] memory parts) = abi.decode(terms, (Rule, Policy[]));
        bytes[] memory shown = evidence.length == 0 ? new bytes[](0) : abi.decode(evidence, (bytes[]));
        // the answer of a part that settles the whole; without one, the whole is the opposite, or unknown
        Answer settling = rule == Rule.AllOf ? Answer.No : Answer.Yes;
        answer = _opposite(settling);
        for (uint256 i; i < parts.length; ++i) {
            bytes memory own = i < shown.length ? shown[i] : bytes("");
            Answer part = _isComposed(parts[i])
                ? _decide(request, parts[i].terms, own)
                : parts[i].ask(request, own, PART_GAS);
            if (part == Answer.Unknown) {
                answer = part;
            } else if (part == settling) {
                answer = part;
                break;
            }
        }
        if (rule == Rule.Not) answer = _opposite(answer);
    }

    /// @return count The parts that are no compositions.
    function _partsIn(bytes memory terms, uint256 depth) private view returns (uint256 count) {
        if (depth > MAXIMUM_DEPTH) revert ComposedPolicy_TooDeep(MAXIMUM_DEPTH);
        (Rule rule, Policy[] memory parts) = abi.decode(terms, (Rule, Policy[]));
        if (parts.length == 0 || (rule == Rule.Not && parts.length != 1)) {
            revert ComposedPolicy_PartCount(rule, parts.length);
        }
        for (uint256 i; i < parts.length; ++i) {
            count += _isComposed(parts[i]) ? _partsIn(parts[i].terms, depth + 1) : 1;
        }
    }

    function _isComposed(Policy memory part) private view returns (bool) {
        return address(part.policy) == address(this);
    }

    function _opposite(Answer answer) private pure returns (Answer) {
        if (answer == Answer.Unknown) return answer;
        return answer == Answer.Yes ? Answer.No : Answer.Yes;
    }
}
