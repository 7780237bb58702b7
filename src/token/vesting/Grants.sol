// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {KeyHash} from "src/libraries/KeyHash.sol";
import {GrantPositions} from "src/token/vesting/GrantPositions.sol";
import {Delegation} from "src/types/Delegation.sol";
import {Award, GrantKey, PackedGrant, packGrant} from "src/types/Grant.sol";
import {Step} from "src/types/VestingSchedule.sol";

/// @notice Makes grants, pays what has vested of them, and revokes them.
abstract contract Grants is GrantPositions {
    using GuardedTransfer for address;
    using KeyHash for GrantKey;
    using SafeCastLib for uint256;
    using SafeTransferLib for address;

    /* GRANTERS */

    /// @inheritdoc ITokenVesting
    function grant(address beneficiary, address token, uint64 salt, uint96 total, bool isRevocable)
        external
        nonReentrant
        returns (bytes32)
    {
        GrantKey memory key = GrantKey(beneficiary, token, msg.sender, salt, 0);
        return _grant(key, token.take(msg.sender, total).toUint96(), isRevocable);
    }

    /// @inheritdoc ITokenVesting
    function grantCustom(
        address beneficiary,
        address token,
        uint64 salt,
        uint96 total,
        bool isRevocable,
        Step[] calldata schedule
    ) external nonReentrant returns (bytes32) {
        GrantKey memory key = GrantKey(beneficiary, token, msg.sender, salt, _use(schedule));
        return _grant(key, token.take(msg.sender, total).toUint96(), isRevocable);
    }

    /// @inheritdoc ITokenVesting
    function grantMany(
        address token,
        uint64 salt,
        bool isRevocable,
        Step[] calldata schedule,
        Award[] calldata awards
    ) external nonReentrant {
        GrantKey memory key = GrantKey(address(0), token, msg.sender, salt, _use(schedule));
        uint256 sum;
        for (uint256 i; i < awards.length; ++i) {
            uint96 total = awards[i].total;
            key.beneficiary = awards[i].beneficiary;
            _grant(key, total, isRevocable);
            sum += total;
        }
        uint256 received = token.take(msg.sender, sum);
        if (received != sum) revert TokenVesting_TransferInexact(sum, received);
    }

    /// @inheritdoc ITokenVesting
    function revoke(GrantKey calldata key, Step[] calldata schedule)
        external
        nonReentrant
        returns (uint256 refunded)
    {
        (bytes32 grantId, PackedGrant stored) = _findRevocable(key);
        uint256 vested = _due(key.schedule, stored.total(), schedule);
        uint256 due;
        // the vested amount never falls, and never exceeds the total
        unchecked {
            due = vested - stored.released();
            refunded = stored.total() - vested;
        }
        _grants[grantId] = stored.withRevocation(vested);
        address token = key.token;
        // first, so that whoever has the position before the token is called is paid
        address owner = due == 0 ? address(0) : _ownerOf(key, grantId, stored);
        if (refunded != 0) token.safeTransfer(msg.sender, refunded);
        // last, so that a beneficiary that burns the gas stops nothing
        if (due != 0 && !token.trySend(owner, due)) {
            _grants[grantId] = _grants[grantId].withUnpaid(due);
            due = 0;
        }
        emit Revoked(grantId, due, refunded);
    }

    /// @inheritdoc ITokenVesting
    function renounceRevocability(GrantKey calldata key) external nonReentrant {
        (bytes32 grantId, PackedGrant stored) = _findRevocable(key);
        _grants[grantId] = stored.withoutRevocability();
        emit RevocabilityRenounced(grantId);
    }

    /* BENEFICIARIES */

    /// @inheritdoc ITokenVesting
    function release(GrantKey calldata key) external nonReentrant returns (uint256) {
        (bytes32 grantId, PackedGrant stored) = _find(key);
        uint256 vested = stored.isRevoked() ? stored.total() : _due(key.schedule, stored.total());
        return _release(key.token, grantId, stored, vested, _ownerForAnyone(key, grantId, stored));
    }

    /// @inheritdoc ITokenVesting
    function releaseCustom(GrantKey calldata key, Step[] calldata schedule)
        external
        nonReentrant
        returns (uint256)
    {
        (bytes32 grantId, PackedGrant stored) = _find(key);
        uint256 vested = _vested(key, stored, schedule);
        return _release(key.token, grantId, stored, vested, _ownerForAnyone(key, grantId, stored));
    }

    /// @inheritdoc ITokenVesting
    function releaseTo(GrantKey calldata key, Step[] calldata schedule, address to)
        external
        nonReentrant
        returns (uint256)
    {
        (bytes32 grantId, PackedGrant stored) = _find(key);
        _requireCaller(_ownerOf(key, grantId, stored));
        return _release(key.token, grantId, stored, _vested(key, stored, schedule), to);
    }

    /// @inheritdoc ITokenVesting
    function releaseBySig(GrantKey calldata key, Step[] calldata schedule, Delegation calldata delegation)
        external
        nonReentrant
        returns (uint256)
    {
        (bytes32 grantId, PackedGrant stored) = _find(key);
        bytes32 digest = releaseDigest(grantId, delegation.to, stored.released(), delegation.deadline);
        _requireSigned(_ownerOf(key, grantId, stored), digest, delegation);
        return _release(key.token, grantId, stored, _vested(key, stored, schedule), delegation.to);
    }

    /* INTERNAL */

    function _grant(GrantKey memory key, uint96 total, bool isRevocable) private returns (bytes32 grantId) {
        _requireDestination(key.beneficiary);
        if (total == 0) revert TokenVesting_NothingGranted();
        grantId = key.idInMemory(CHAIN_ID);
        if (_grants[grantId].exists()) revert TokenVesting_AlreadyUsed(grantId);
        _grants[grantId] = packGrant(total, 0, isRevocable);
        emit Granted(
            grantId, key.beneficiary, key.granter, key.token, key.salt, key.schedule, total, isRevocable
        );
    }

    function _release(address token, bytes32 grantId, PackedGrant stored, uint256 vested, address to)
        private
        returns (uint256 amount)
    {
        amount = vested - stored.released();
        if (amount == 0) return 0;
        _grants[grantId] = stored.withReleased(amount);
        emit Released(grantId, to, amount);
        _send(token, to, amount);
    }

    function _findRevocable(GrantKey calldata key)
        private
        view
        returns (bytes32 grantId, PackedGrant stored)
    {
        if (msg.sender != key.granter) {
            revert TokenVesting_NotGranter(msg.sender, key.granter);
        }
        (grantId, stored) = _find(key);
        if (!stored.canBeRevoked()) revert TokenVesting_NotRevocable(grantId);
    }
}
