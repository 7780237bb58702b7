// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The parts that {TokenDistribution} divides the supply of STREAM into, once.
enum Allocation {
    Creators,
    Viewers,
    Staking,
    Platform,
    Development
}
