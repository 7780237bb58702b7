// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

import {TributaryDomain} from "src/base/TributaryDomain.sol";
import {IAccessPolicy} from "src/interfaces/IAccessPolicy.sol";
import {IComposedPolicy} from "src/interfaces/IComposedPolicy.sol";
import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {PolicyCall} from "src/libraries/PolicyCall.sol";
import {Signatures} from "src/libraries/Signatures.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {Answer} from "src/types/Answer.sol";
import {Policy} from "src/types/Policy.sol";

/// @title AccessPolicy
/// @notice See {IAccessPolicy}.
contract AccessPolicy is IAccessPolicy, TributaryDomain {
    using PolicyCall for Policy;
    using Signatures for address;

    bytes32 private constant DELEGATION_TYPEHASH =
        keccak256("AccessDelegation(address viewer,address delegate,uint32 series,uint40 expiresAt)");

    /// @inheritdoc IAccessPolicy
    uint256 public constant POLICY_GAS = 4_000_000;
    /// @inheritdoc IAccessPolicy
    uint256 public constant SIGNATURE_GAS = 1_000_000;
    /// @inheritdoc IAccessPolicy
    uint256 public constant MAXIMUM_TERMS_BYTES = 8192;
    /// @inheritdoc IAccessPolicy
    uint40 public constant MAXIMUM_DELEGATION = 30 days;

    /// @notice Where the publishers of works are registered.
    IContentRegistry public immutable CONTENT_REGISTRY;
    /// @notice The policy whose terms have a shape to check.
    IComposedPolicy public immutable COMPOSED_POLICY;

    /// @inheritdoc IAccessPolicy
    mapping(address viewer => uint32) public seriesOf;
    /// @dev By the viewer's series, so that one step ends all.
    mapping(address viewer => mapping(uint32 series => mapping(address delegate => uint40))) private
        _delegates;
    /// @dev Each policy with its terms is the code of an account of its own: one cold read, however long the terms.
    mapping(bytes32 contentId => address) private _defaults;
    mapping(bytes32 contentId => mapping(uint256 rendition => address)) private _ofRenditions;

    constructor(IContentRegistry contentRegistry, IComposedPolicy composedPolicy) {
        (CONTENT_REGISTRY, COMPOSED_POLICY) = (contentRegistry, composedPolicy);
    }

    /* PUBLISHERS */

    /// @inheritdoc IAccessPolicy
    function setPolicy(bytes32 contentId, uint256 rendition, Policy calldata policy) external {
        _ofRenditions[contentId][rendition] = _store(contentId, policy);
        emit PolicySet(contentId, rendition, policy.policy, policy.terms);
    }

    /// @inheritdoc IAccessPolicy
    function setDefaultPolicy(bytes32 contentId, Policy calldata policy) external {
        _defaults[contentId] = _store(contentId, policy);
        emit DefaultPolicySet(contentId, policy.policy, policy.terms);
    }

    /* VIEWERS */

    /// @inheritdoc IAccessPolicy
    function setDelegate(address delegate, uint40 expiresAt) external {
        uint256 latest = block.timestamp + MAXIMUM_DELEGATION;
        if (delegate == address(0) || expiresAt > latest) {
            revert AccessPolicy_DelegationInvalid(delegate, expiresAt, latest);
        }
        uint32 series = seriesOf[msg.sender];
        _delegates[msg.sender][series][delegate] = expiresAt;
        emit DelegateSet(msg.sender, delegate, series, expiresAt);
    }

    /// @inheritdoc IAccessPolicy
    function revokeDelegates() external returns (uint32 series) {
        series = ++seriesOf[msg.sender];
        emit DelegatesRevoked(msg.sender, series);
    }

    /* VIEWS */

    /// @inheritdoc IAccessPolicy
    function hasAccess(
        address viewer,
        bytes32 contentId,
        uint256 rendition,
        uint256 period,
        bytes calldata evidence
    ) external view returns (bool) {
        Policy memory policy = policyOf(contentId, rendition);
        if (viewer == address(0) || address(policy.policy) == address(0)) return false;
        AccessRequest memory request = AccessRequest(viewer, contentId, rendition, period);
        // ACC-1: whatever is not a clear yes is a no
        return policy.ask(request, evidence, POLICY_GAS) == Answer.Yes;
    }

    /// @inheritdoc IAccessPolicy
    function isDelegate(address viewer, address delegate, uint40 expiresAt, bytes calldata signature)
        external
        view
        returns (bool)
    {
        if (delegate == address(0) || expiresAt < block.timestamp) return false;
        if (expiresAt > block.timestamp + MAXIMUM_DELEGATION) return false;
        uint32 series = seriesOf[viewer];
        if (signature.length == 0) return _delegates[viewer][series][delegate] >= expiresAt;
        bytes32 digest = delegationDigest(viewer, delegate, series, expiresAt);
        return viewer.isByWithin(digest, signature, SIGNATURE_GAS);
    }

    /// @inheritdoc IAccessPolicy
    function policyOf(bytes32 contentId, uint256 rendition) public view returns (Policy memory) {
        address own = _ofRenditions[contentId][rendition];
        return own == address(0) ? defaultPolicyOf(contentId) : _load(own);
    }

    /// @inheritdoc IAccessPolicy
    function defaultPolicyOf(bytes32 contentId) public view returns (Policy memory) {
        return _load(_defaults[contentId]);
    }

    /// @inheritdoc IAccessPolicy
    function delegationDigest(address viewer, address delegate, uint32 series, uint40 expiresAt)
        public
        view
        returns (bytes32)
    {
        return _hashTypedData(keccak256(abi.encode(DELEGATION_TYPEHASH, viewer, delegate, series, expiresAt)));
    }

    /* INTERNAL */

    /// @return Where the policy stands; 0 for none.
    function _store(bytes32 contentId, Policy calldata policy) private returns (address) {
        address publisher = CONTENT_REGISTRY.contentOf(contentId).publisher;
        if (msg.sender != publisher) revert AccessPolicy_NotPublisher(msg.sender, publisher);
        if (address(policy.policy) == address(0)) return address(0);
        if (address(policy.policy).code.length == 0) revert AccessPolicy_PolicyMissing(policy.policy);
        if (policy.terms.length > MAXIMUM_TERMS_BYTES) {
            revert AccessPolicy_TermsTooLong(policy.terms.length, MAXIMUM_TERMS_BYTES);
        }
        if (policy.policy == COMPOSED_POLICY) COMPOSED_POLICY.requireShape(policy.terms);
        return SSTORE2.write(abi.encode(policy));
    }

    function _load(address stored) private view returns (Policy memory policy) {
        if (stored != address(0)) policy = abi.decode(SSTORE2.read(stored), (Policy));
    }
}
