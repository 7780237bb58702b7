// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice What is known about a viewer's access. Unknown: the policy failed, or was not shown what it needs. Whoever holds the
/// key treats Unknown as No; a composition must not, or `not` would let in whoever makes a part fail.
enum Answer {
    Unknown,
    No,
    Yes
}
