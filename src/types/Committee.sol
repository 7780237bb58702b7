// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Point} from "src/types/Point.sol";

/// @notice A committee of key nodes in its present epoch.
/// @param owner The account that deals the key shares; zero: no such committee.
/// @param epoch The present epoch, from 0. Each has shares of its own, which do not fit those of another.
/// @param threshold The number of members that open a capsule together.
/// @param size The number of places.
/// @param publicKey The key that capsules are sealed to, for ever.
struct Committee {
    address owner;
    uint32 epoch;
    uint8 threshold;
    uint8 size;
    Point publicKey;
}
