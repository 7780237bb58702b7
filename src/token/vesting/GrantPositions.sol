// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {VestingCurve} from "src/libraries/VestingCurve.sol";
import {GrantBook} from "src/token/vesting/GrantBook.sol";
import {GrantKey, PackedGrant} from "src/types/Grant.sol";
import {PositionFacts, VestingPosition, endsAtOf} from "src/types/Position.sol";
import {Step} from "src/types/VestingSchedule.sol";

/// @notice Makes grants positions, and tells their facts.
abstract contract GrantPositions is GrantBook {
    using VestingCurve for Step[];

    /// @inheritdoc ITokenVesting
    IPositionToken public immutable POSITIONS;

    mapping(bytes32 grantId => VestingPosition) private _positions;

    constructor(IPositionToken positions) {
        POSITIONS = positions;
    }

    /* BENEFICIARIES */

    /// @inheritdoc ITokenVesting
    function mintPosition(GrantKey calldata key, Step[] calldata schedule) external nonReentrant {
        _requireCaller(key.beneficiary);
        _requireSchedule(key.schedule, schedule.hashOf());
        (bytes32 grantId, PackedGrant stored) = _find(key);
        if (stored.isPosition()) revert TokenVesting_AlreadyPosition(grantId);

        _grants[grantId] = stored.withPosition();
        _positions[grantId] = VestingPosition(key.token, schedule);
        emit PositionMinted(grantId, key.beneficiary);
        POSITIONS.mint(key.beneficiary, uint256(grantId));
    }

    /* VIEWERS */

    /// @notice The facts of the grant that is the position `positionId`; all zero if no grant is.
    function positionFacts(uint256 positionId) external view returns (PositionFacts memory facts) {
        bytes32 grantId = bytes32(positionId);
        PackedGrant stored = _grants[grantId];
        VestingPosition memory position = _positions[grantId];
        uint256 steps = position.schedule.length;
        uint256 vested = stored.total();
        if (!stored.isRevoked()) {
            vested = steps == 0
                ? VestingCurve.official(vested, LAUNCH)
                : position.schedule.vestedAt(vested, block.timestamp);
        }
        (facts.kind, facts.token, facts.isRevocable) = ("Vesting", position.token, stored.canBeRevoked());
        (facts.total, facts.paid, facts.due) = (stored.total(), stored.released(), vested - stored.released());
        facts.endsAt =
            endsAtOf(steps == 0 ? LAUNCH + VestingCurve.DURATION : position.schedule[steps - 1].to());
    }

    /* INTERNAL */

    /// @return Who is paid: the beneficiary, or the position's owner.
    function _ownerOf(GrantKey calldata key, bytes32 grantId, PackedGrant stored)
        internal
        view
        returns (address)
    {
        return stored.isPosition() ? POSITIONS.ownerOf(uint256(grantId)) : key.beneficiary;
    }

    /// @dev Likewise, for what anyone may call: of a restricted position, its owner alone.
    function _ownerForAnyone(GrantKey calldata key, bytes32 grantId, PackedGrant stored)
        internal
        view
        returns (address)
    {
        return stored.isPosition() ? POSITIONS.payeeFor(uint256(grantId), msg.sender) : key.beneficiary;
    }
}
