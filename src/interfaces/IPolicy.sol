// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {AccessRequest} from "src/types/AccessRequest.sol";

/// @title Policy
/// @notice Decides about access to key periods by terms that a publisher chose. Holds nothing of the publisher, so one contract
/// serves every work.
interface IPolicy {
    /// @notice Answers whether `request` is granted under `terms`.
    /// @dev A policy answers:
    /// - true: the viewer may have the key;
    /// - false: the state of the chain says that the viewer may not, whatever evidence is given;
    /// - a revert: unknown. The evidence does not show it, or something failed. The viewer is not let in, and neither is anybody
    ///   by a `not` around the policy.
    /// Warning: a policy that answers false for want of evidence, or when a call fails, is unsafe under `not`.
    /// @param terms What the publisher chose, as the policy's contract describes.
    /// @param evidence What the viewer shows; empty where the policy needs nothing.
    function isAllowed(AccessRequest calldata request, bytes calldata terms, bytes calldata evidence)
        external
        view
        returns (bool);
}
