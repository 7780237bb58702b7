// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPolicy} from "src/interfaces/IPolicy.sol";
import {Policy} from "src/types/Policy.sol";

/// @title AccessPolicy
/// @notice Says who may have the keys of a work. The publisher sets a policy for all renditions, or for one of them; key nodes ask
/// {hasAccess}.
/// @dev Nobody else has a say: there is no owner, and a policy decides about the works alone whose publishers chose it (ACC-1).
interface IAccessPolicy {
    /// @notice The publisher set the policy of one rendition; a policy of 0 leaves the rendition to the default.
    event PolicySet(
        bytes32 indexed contentId, uint256 indexed rendition, IPolicy indexed policy, bytes terms
    );
    /// @notice The publisher set the policy of all renditions without one of their own.
    event DefaultPolicySet(bytes32 indexed contentId, IPolicy indexed policy, bytes terms);
    /// @notice `delegate` may ask for keys in the name of `viewer` until `expiresAt`, as long as the viewer's series is `series`.
    event DelegateSet(address indexed viewer, address indexed delegate, uint32 series, uint40 expiresAt);
    /// @notice Every delegate of a series before `series` is none any more.
    event DelegatesRevoked(address indexed viewer, uint32 series);

    /// @notice A delegate is an address other than 0, until `latest` at most.
    error AccessPolicy_DelegationInvalid(address delegate, uint40 expiresAt, uint256 latest);
    /// @notice Only `publisher` sets the policies of the work; zero for a work that was never registered.
    error AccessPolicy_NotPublisher(address caller, address publisher);
    /// @notice No contract stands at the policy's address.
    error AccessPolicy_PolicyMissing(IPolicy policy);
    error AccessPolicy_TermsTooLong(uint256 length, uint256 maximum);

    /* PUBLISHERS */

    /// @notice Sets the policy of one rendition of a work of the caller, in the place of the work's default.
    /// @dev Emits a {PolicySet} event. Requirements:
    /// - the caller published `contentId`;
    /// - `policy.policy` is a contract, or 0 with any terms, which takes the rendition's policy away;
    /// - the terms have {MAXIMUM_TERMS_BYTES} bytes at most; those of a {ComposedPolicy} have its shape.
    /// Warning: terms that the policy cannot read let nobody in. The viewers of a work feel a change at once: bought and rented
    /// access lasts as long as the publisher's policy asks for it.
    function setPolicy(bytes32 contentId, uint256 rendition, Policy calldata policy) external;

    /// @notice Sets the policy of all renditions without one of their own.
    /// @dev Emits a {DefaultPolicySet} event. Requirements: those of {setPolicy}.
    function setDefaultPolicy(bytes32 contentId, Policy calldata policy) external;

    /* VIEWERS */

    /// @notice Lets `delegate` ask for keys in the caller's name until the second `expiresAt`; a time that is over ends it.
    /// @dev Emits a {DelegateSet} event. Requirements: `delegate` is not 0, `expiresAt` at most {MAXIMUM_DELEGATION} ahead.
    function setDelegate(address delegate, uint40 expiresAt) external;

    /// @notice Ends every delegation of the caller, signed or set.
    /// @dev Emits a {DelegatesRevoked} event.
    /// @return series The series that delegations must name from now on.
    function revokeDelegates() external returns (uint32 series);

    /* VIEWS */

    /// @notice Says whether `viewer` may have the key of a key period.
    /// @dev Reverts with {BoundedCall.BoundedCall_GasTooLow} where the caller gives too little gas for the policy to have
    /// {POLICY_GAS}: the answer never depends on how much gas a caller gives.
    /// Notes:
    /// - a work without a policy lets nobody in;
    /// - a policy that reverts, runs out of {POLICY_GAS}, or answers anything but one word of 0 or 1, lets nobody in;
    /// - the viewer's delegates are the caller's to check: {isDelegate}.
    /// @param evidence What the policy needs to be shown, as the policy's contract describes.
    function hasAccess(
        address viewer,
        bytes32 contentId,
        uint256 rendition,
        uint256 period,
        bytes calldata evidence
    ) external view returns (bool);

    /// @notice Says whether `delegate` may ask for keys in the name of `viewer` until `expiresAt`.
    /// @dev Notes:
    /// - `expiresAt` is now or later, and at most {MAXIMUM_DELEGATION} ahead;
    /// - an empty signature asks for {setDelegate}'s word, which must last until `expiresAt` at least;
    /// - a signature is of the viewer's key, or by ERC-1271 within {SIGNATURE_GAS}, over
    ///   `AccessDelegation(address viewer,address delegate,uint32 series,uint40 expiresAt)` with the viewer's present series.
    function isDelegate(address viewer, address delegate, uint40 expiresAt, bytes calldata signature)
        external
        view
        returns (bool);

    /// @return The policy that decides about a rendition: its own, else the work's default, else 0.
    function policyOf(bytes32 contentId, uint256 rendition) external view returns (Policy memory);

    /// @return The policy of the renditions without one of their own; 0 for none.
    function defaultPolicyOf(bytes32 contentId) external view returns (Policy memory);

    /// @return The EIP-712 digest that a viewer signs for a delegate.
    function delegationDigest(address viewer, address delegate, uint32 series, uint40 expiresAt)
        external
        view
        returns (bytes32);

    /// @return The series that a viewer's delegations must name.
    function seriesOf(address viewer) external view returns (uint32);

    /// @return The gas that a policy has for its answer, that of a composition's parts included.
    function POLICY_GAS() external view returns (uint256);

    /// @return The gas that a viewer's contract has to check a signature.
    function SIGNATURE_GAS() external view returns (uint256);

    /// @return The most bytes of a policy's terms.
    function MAXIMUM_TERMS_BYTES() external view returns (uint256);

    /// @return How far ahead a delegation may end, in seconds.
    function MAXIMUM_DELEGATION() external view returns (uint40);
}
