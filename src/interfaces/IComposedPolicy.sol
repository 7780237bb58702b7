// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPolicy} from "src/interfaces/IPolicy.sol";
import {Rule} from "src/types/Rule.sol";

/// @title ComposedPolicy
/// @notice Makes one policy of several: all of them, any of them, or not the one.
/// @dev Terms: `abi.encode(Rule rule, Policy[] parts)`. Evidence: `abi.encode(bytes[])`, one for each part in the same order; what
/// is missing counts as empty. A part may be a composition again.
///
/// A part's answer is yes, no or unknown, and the logic is Kleene's: any-of is yes where a part is, all-of is no where a part is,
/// and not-unknown is unknown. So a part that is broken lets nobody in, by itself or under `not`, and harms no other part: each
/// has {PART_GAS}, whatever the others use.
interface IComposedPolicy is IPolicy {
    /// @notice All-of and any-of have one part at least, not has exactly one.
    error ComposedPolicy_PartCount(Rule rule, uint256 count);
    /// @notice Compositions stand in compositions `maximum` deep at most.
    error ComposedPolicy_TooDeep(uint256 maximum);
    /// @notice The parts that are no compositions are `maximum` in all at most.
    error ComposedPolicy_TooManyParts(uint256 maximum);
    /// @notice The parts' answers do not decide: the evidence does not show it, or a part failed.
    error ComposedPolicy_Undecided();

    /// @notice Reverts for terms that no request could be decided by: malformed, too deep, or of too many parts.
    function requireShape(bytes calldata terms) external view;

    /// @return How deep compositions may stand in one another, the outermost included.
    function MAXIMUM_DEPTH() external view returns (uint256);

    /// @return The most parts that are no compositions, of all depths together.
    function MAXIMUM_PARTS() external view returns (uint256);

    /// @return The gas that each part has for its answer.
    function PART_GAS() external view returns (uint256);
}
