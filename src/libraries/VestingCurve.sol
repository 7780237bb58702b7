// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Step, stepOf} from "src/types/VestingSchedule.sol";

/// @title VestingCurve
/// @notice The vested amount at a time: exact, but for one rounding down, so the amount never falls, and ends at the total.
library VestingCurve {
    uint256 internal constant WHOLE_BPS = 10_000;
    /// @dev The official schedule: 10 % at launch, nothing until month 12, then a straight line from launch to month 36.
    uint256 private constant INITIAL_BPS = 1000;
    uint256 private constant MONTH = 365 days / 12;
    uint256 private constant CLIFF = 12 * MONTH;
    uint256 internal constant DURATION = 36 * MONTH;
    uint256 internal constant MAXIMUM_STEPS = 64;

    /// @dev Nothing overflows: total and weights are below 2^96, times below 2^40, and there are at most 64 steps.
    function vestedAt(Step[] memory steps, uint256 total, uint256 time) internal pure returns (uint256) {
        uint256 whole;
        uint256 due;
        uint256 accruing;
        uint256 span = 1;
        unchecked {
            for (uint256 i; i < steps.length; ++i) {
                Step step = steps[i];
                uint256 weight = step.weight();
                whole += weight;
                if (time >= step.to()) {
                    due += weight;
                } else if (time > step.from()) {
                    // steps do not overlap, so at most one of them is accruing
                    accruing = weight * (time - step.from());
                    span = step.to() - step.from();
                }
            }
            return total * (due * span + accruing) / (whole * span);
        }
    }

    /// @return The amount of `total` that is due now on the official schedule from `launch`.
    /// @dev The steps 10 % at launch, 30 % at month 12, and 60 % from there to month 36, as one formula.
    function official(uint256 total, uint256 launch) internal view returns (uint256) {
        if (block.timestamp < launch) return 0;
        // nothing overflows: total is below 2^96, elapsed below 2^27
        unchecked {
            uint256 elapsed = block.timestamp - launch;
            if (elapsed >= DURATION) return total;
            if (elapsed < CLIFF) elapsed = 0;
            uint256 due = INITIAL_BPS * DURATION + (WHOLE_BPS - INITIAL_BPS) * elapsed;
            return total * due / (WHOLE_BPS * DURATION);
        }
    }

    /// @return The name of a schedule in keys and terms; 0 for an empty schedule, which is the official one.
    function hashOf(Step[] calldata schedule) internal pure returns (bytes32) {
        return schedule.length == 0 ? bytes32(0) : keccak256(abi.encodePacked(schedule));
    }

    /// @notice Reverts unless `steps` are a schedule: at most 64, in order, not overlapping, each with a time and a weight above
    /// zero.
    function requireValid(Step[] memory steps) internal pure {
        if (steps.length > MAXIMUM_STEPS) revert ITokenVesting.TokenVesting_TooManySteps(steps.length);
        uint256 earliest = 1;
        for (uint256 i; i < steps.length; ++i) {
            Step step = steps[i];
            if (step.from() < earliest || step.to() < step.from() || step.weight() == 0) {
                revert ITokenVesting.TokenVesting_StepInvalid(i);
            }
            earliest = step.to();
        }
    }

    /// @return steps A schedule that gives `initialBps` at `start`, nothing until `cliff`, then the accrued part of a straight
    /// line from `start` to `end`.
    function linear(uint40 start, uint256 initialBps, uint40 cliff, uint40 end)
        internal
        pure
        returns (Step[] memory steps)
    {
        if (start == 0 || cliff < start || end < cliff || initialBps > WHOLE_BPS) {
            revert ITokenVesting.TokenVesting_LineInvalid(start, initialBps, cliff, end);
        }
        uint256 lineBps = WHOLE_BPS - initialBps;
        Step[3] memory parts = [
            stepOf(start, start, _weight(initialBps, start == end ? 1 : end - start)),
            stepOf(cliff, cliff, _weight(lineBps, start == end ? 1 : cliff - start)),
            stepOf(cliff, end, _weight(lineBps, end - cliff))
        ];
        steps = new Step[](3);
        uint256 count;
        for (uint256 i; i < 3; ++i) {
            if (parts[i].weight() != 0) steps[count++] = parts[i];
        }
        assembly ("memory-safe") {
            mstore(steps, count)
        }
    }

    /// @dev Seconds × basis points: below 2^54.
    function _weight(uint256 bps, uint256 span) private pure returns (uint96) {
        // forge-lint: disable-next-line(unsafe-typecast) see above
        return uint96(bps * span);
    }
}
