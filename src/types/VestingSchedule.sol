// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice A part of a schedule: of the whole, `weight` accrues evenly between two times, or at once where they are one.
/// A schedule is a list of steps in order. What has vested is the total × the weight that is due / the weight of all steps.
/// Weights may be anything: of tranches, say, the amounts themselves; then each is paid to the wei.
///
/// | bits    | field  | unit                                 |
/// | 0–95    | weight | its part of the sum of all weights   |
/// | 96–135  | to     | seconds, when all of it is due       |
/// | 136–175 | from   | seconds, when it begins to accrue    |
/// | 176–255 | 0      |                                      |
type Step is uint256;

using {from, to, weight} for Step global;

function stepOf(uint40 from_, uint40 to_, uint96 weight_) pure returns (Step) {
    return Step.wrap(uint256(from_) << 136 | uint256(to_) << 96 | weight_);
}

/// @dev Whatever stands above bit 175 counts as a time that no schedule may have.
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
