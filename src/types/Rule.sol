// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice How a {ComposedPolicy} makes one answer of its parts' answers.
enum Rule {
    AllOf,
    AnyOf,
    Not
}
