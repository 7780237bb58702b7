// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice Inputs that were posted together. The contract keeps its hash alone.
/// @param root The Merkle root over the strides' leaves.
/// @param strides How many strides of 16 operations, 1 to 64.
/// @param postedAt In seconds.
/// @param actors How many actors had registered: operations of later ones do nothing.
/// @param works How many works had a number.
/// @param isSigned Whether each operation came with a signature.
struct Posting {
    bytes32 root;
    uint16 strides;
    uint40 postedAt;
    uint32 actors;
    uint32 works;
    bool isSigned;
}

/// @notice A claim of the state after a posting. Its hash is its id.
/// @param posting The posting's number, from 0.
/// @param rootBefore The state's root after the posting before; zero for the first.
/// @param rootAfter The state's root after the posting.
/// @param rootsHash The hash of the roots after each stride, of which `rootAfter` is the last.
struct Assertion {
    uint64 posting;
    bytes32 rootBefore;
    bytes32 rootAfter;
    bytes32 rootsHash;
}

/// @notice A stride as it was posted.
/// @param index The stride's place in its posting, from 0.
/// @param operations 192 bytes.
/// @param signatures 1,024 bytes in a signed posting, else none.
/// @param path The siblings of the stride's leaf, from the leaf up.
struct Stride {
    uint256 index;
    bytes operations;
    bytes signatures;
    bytes32[] path;
}

/// @notice What opens the state that a stride touches (docs/INTERACTIONS.md).
/// @param values The values of the leaves that the stride reads, in the order of their first reading.
/// @param witness Shows these values under the root before the stride.
struct Evidence {
    uint256[] values;
    bytes witness;
}

/// @notice What became of an assertion.
enum Verdict {
    None,
    Pending,
    Confirmed,
    Falsified,
    Paid
}
