// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {TransientLock} from "src/base/TransientLock.sol";
import {TributaryDomain} from "src/base/TributaryDomain.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {KeyHash} from "src/libraries/KeyHash.sol";
import {Signatures} from "src/libraries/Signatures.sol";
import {Schedules} from "src/token/vesting/Schedules.sol";
import {Delegation} from "src/types/Delegation.sol";
import {Grant, GrantKey, PackedGrant} from "src/types/Grant.sol";
import {Step} from "src/types/VestingSchedule.sol";

/// @notice The stored grants: what is known of them, who may speak for them, and how tokens leave.
abstract contract GrantBook is Schedules, TributaryDomain, TransientLock {
    using KeyHash for GrantKey;
    using SafeTransferLib for address;
    using Signatures for address;

    bytes32 private constant RELEASE_TYPEHASH =
        keccak256("Release(bytes32 grantId,address to,uint256 released,uint40 deadline)");

    /// @dev The chain of the deployment: on a fork with another id, old signatures are void, but grants still pay.
    uint256 internal immutable CHAIN_ID = block.chainid;

    mapping(bytes32 grantId => PackedGrant) internal _grants;

    /* VIEWERS */

    /// @inheritdoc ITokenVesting
    function grantIdOf(GrantKey calldata key) external view returns (bytes32) {
        return key.idOf(CHAIN_ID);
    }

    /// @inheritdoc ITokenVesting
    function grantOf(bytes32 grantId) external view returns (Grant memory) {
        return _grants[grantId].toGrant();
    }

    /// @inheritdoc ITokenVesting
    function vestedOf(GrantKey calldata key, Step[] calldata schedule) external view returns (uint256) {
        (, PackedGrant stored) = _find(key);
        return _vested(key, stored, schedule);
    }

    /// @inheritdoc ITokenVesting
    function releasableOf(GrantKey calldata key, Step[] calldata schedule) external view returns (uint256) {
        (, PackedGrant stored) = _find(key);
        return _vested(key, stored, schedule) - stored.released();
    }

    /// @inheritdoc ITokenVesting
    function releaseDigest(bytes32 grantId, address to, uint256 released, uint40 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedData(keccak256(abi.encode(RELEASE_TYPEHASH, grantId, to, released, deadline)));
    }

    /* INTERNAL */

    function _send(address token, address to, uint256 amount) internal {
        _requireDestination(to);
        token.safeTransfer(to, amount);
    }

    function _requireDestination(address to) internal view {
        if (to == address(0) || to == address(this)) revert TokenVesting_DestinationInvalid(to);
    }

    function _find(GrantKey calldata key) internal view returns (bytes32 grantId, PackedGrant stored) {
        grantId = key.idOf(CHAIN_ID);
        stored = _grants[grantId];
        if (!stored.exists()) revert TokenVesting_NotGranted(grantId);
    }

    function _vested(GrantKey calldata key, PackedGrant stored, Step[] calldata schedule)
        internal
        view
        returns (uint256)
    {
        return stored.isRevoked() ? stored.total() : _due(key.schedule, stored.total(), schedule);
    }

    function _requireCaller(address beneficiary) internal view {
        if (msg.sender != beneficiary) revert TokenVesting_NotBeneficiary(msg.sender, beneficiary);
    }

    function _requireSigned(address signer, bytes32 digest, Delegation calldata delegation) internal view {
        if (block.timestamp > delegation.deadline) revert TokenVesting_SignatureExpired(delegation.deadline);
        if (!signer.isBy(digest, delegation.signature)) revert TokenVesting_SignatureInvalid(signer);
    }
}
