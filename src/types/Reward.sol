// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice What is rewarded: the watching of an actor, or its peers, who helped it.
enum RewardKind {
    Watching,
    Help
}

/// @notice Names a backing: STREAM that `backer` gives up for rewards.
/// @param actor Who watched, or was helped.
/// @param epoch When.
struct BackingKey {
    address backer;
    uint32 actor;
    uint32 epoch;
    RewardKind kind;
}

/// @notice A leaf of the interactions' state, shown under a final root.
/// @param posting The posting after which the leaf has this value.
/// @param value The leaf's value.
/// @param witness Opens it ({IInteractionRollup.read}).
struct ShownLeaf {
    uint64 posting;
    uint256 value;
    bytes witness;
}
