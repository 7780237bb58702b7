// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice An affine point of secp256k1. No committee and no answer has the point at infinity.
struct Point {
    uint256 x;
    uint256 y;
}

/// @notice A point of secp256k1 as SEC1 compresses it.
/// @param prefix 2 where y is even, 3 where y is odd.
struct CompressedPoint {
    uint8 prefix;
    uint256 x;
}
