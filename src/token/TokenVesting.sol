// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {Campaigns} from "src/token/vesting/Campaigns.sol";
import {GrantPositions} from "src/token/vesting/GrantPositions.sol";
import {Grants} from "src/token/vesting/Grants.sol";
import {Schedules} from "src/token/vesting/Schedules.sol";

/// @title TokenVesting
/// @notice See {ITokenVesting}.
/// @dev Every function that changes anything holds the lock, and writes before it pays.
contract TokenVesting is Grants, Campaigns {
    /// @param launch When the official schedule begins, in seconds.
    constructor(uint40 launch, IPositionToken positions) Schedules(launch) GrantPositions(positions) {}
}
