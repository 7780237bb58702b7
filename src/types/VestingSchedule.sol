// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice A part of a schedule: `weight` of the whole accrues evenly between two times, or at once where the times are one.
/// A schedule is a list of steps in order. The vested amount is the total × the weight that is due / the weight of all steps.
/// Weights are in any unit. Tranches may use their amounts as weights; each tranche is then paid to the wei.
///
/// | bits    | field  | unit                                      |
/// | 0–95    | weight | the step's part of the sum of all weights |
/// | 96–135  | to     | seconds, when all of the step is due      |
/// | 136–175 | from   | seconds, when the step begins to accrue   |
/// | 176–255 | 0      |                                           |
type Step is uint256;

using {from, to, weight} for Step global;

function stepOf(uint40 from_, uint40 to_, uint96 weight_) pure returns (Step) {
    return Step.wrap(uint256(from_) << 136 | uint256(to_) << 96 | weight_);
}

/// @dev Bits above 175 count as a time that no valid schedule has.
function from(Step step) pure returns (uint256) {
    return Step.unwrap(step) >> 136;
}

function to(Step step) pure returns (uint256) {
    // forge-lint: disable-next-line(unsafe-typecast) the higher bits are another field
    return uint40(Step.unwrap(step) >> 96);
}

function weight(Step step) pure returns (uint256) {
    // forge-lint: disable-next-line(unsafe-typecast) the higher bits are other fields
    return uint96(Step.unwrap(step));
}
