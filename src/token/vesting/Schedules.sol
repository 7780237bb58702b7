// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {VestingCurve} from "src/libraries/VestingCurve.sol";
import {Step} from "src/types/VestingSchedule.sol";

/// @notice The schedules that grants and campaigns name by their hashes, and what is due on them.
abstract contract Schedules is ITokenVesting {
    using VestingCurve for Step[];

    /// @inheritdoc ITokenVesting
    bytes32 public constant INSTANT = bytes32(uint256(1));

    /// @inheritdoc ITokenVesting
    uint40 public immutable LAUNCH;

    /// @param launch When the official schedule begins, in seconds.
    constructor(uint40 launch) {
        LAUNCH = launch;
    }

    /* VIEWERS */

    /// @inheritdoc ITokenVesting
    function scheduleHashOf(Step[] calldata schedule) external pure returns (bytes32) {
        return schedule.hashOf();
    }

    /// @inheritdoc ITokenVesting
    function linearSchedule(uint40 start, uint256 initialBps, uint40 cliff, uint40 end)
        external
        pure
        returns (Step[] memory)
    {
        return VestingCurve.linear(start, initialBps, cliff, end);
    }

    /* INTERNAL */

    /// @dev Checks a schedule that is about to be promised, and logs the schedule for later callers.
    function _use(Step[] calldata schedule) internal returns (bytes32 hash) {
        hash = schedule.hashOf();
        if (hash == 0) return 0;
        VestingCurve.requireValid(schedule);
        emit ScheduleUsed(hash, schedule);
    }

    /// @return The amount of `total` that is due now on the schedule of that name, of which `steps` must be the whole.
    function _due(bytes32 schedule, uint256 total, Step[] calldata steps) internal view returns (uint256) {
        if (steps.length == 0) return _due(schedule, total);
        _requireSchedule(schedule, steps.hashOf());
        return VestingCurve.vestedAt(steps, total, block.timestamp);
    }

    function _due(bytes32 schedule, uint256 total) internal view returns (uint256) {
        if (schedule == INSTANT) return total;
        _requireSchedule(schedule, 0);
        return VestingCurve.official(total, LAUNCH);
    }

    function _requireSchedule(bytes32 expected, bytes32 given) internal pure {
        if (expected != given) revert TokenVesting_ScheduleMismatch(expected, given);
    }
}
