// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title Leaves
/// @notice The leaves of the interactions' state that a stride reads: a small map in memory, filled from call data at each first reading.
library Leaves {
    /// @notice A stride of 16 operations reads three leaves an operation at most.
    uint256 internal constant MOST = 48;
    /// @notice Set in every leaf that was ever written.
    uint256 internal constant PRESENT = 1 << 255;

    /// @notice Spaces of leaves: what an actor watched in an epoch, and what a peer helped it.
    uint256 internal constant WATCHED = 6;
    uint256 internal constant HELP = 7;

    /// @param keys The keys in the order of their first reading.
    /// @param read The values that were read.
    /// @param values The values now.
    struct Map {
        bytes32[] keys;
        uint256[] read;
        uint256[] values;
    }

    /// @notice The evidence has fewer values than the stride reads.
    error Leaves_Unread(bytes32 key);

    /// @return map An empty map.
    function empty() internal pure returns (Map memory map) {
        (map.keys, map.read, map.values) = (new bytes32[](MOST), new uint256[](MOST), new uint256[](MOST));
        _setLength(map, 0);
    }

    /// @return map A map of one leaf that was read.
    function single(bytes32 key, uint256 value) internal pure returns (Map memory map) {
        (map.keys, map.read, map.values) = (new bytes32[](1), new uint256[](1), new uint256[](1));
        (map.keys[0], map.read[0], map.values[0]) = (key, value, value);
    }

    /// @return The key of a leaf.
    function keyOf(uint256 space, uint256 a, uint256 b, uint256 c) internal pure returns (bytes32) {
        // forge-lint: disable-next-line(unsafe-typecast) fields of operations, which have no more bits
        return keccak256(abi.encodePacked(uint8(space), uint32(a), uint32(b), uint32(c)));
    }

    /// @return place Where `key` stands in the map; at its first reading it takes the next of `given`.
    function find(Map memory map, bytes32 key, uint256[] calldata given)
        internal
        pure
        returns (uint256 place)
    {
        bytes32[] memory keys = map.keys;
        uint256 count = keys.length;
        assembly ("memory-safe") {
            let at := add(keys, 32)
            let end := add(at, shl(5, count))
            for {} lt(at, end) { at := add(at, 32) } { if eq(mload(at), key) { break } }
            place := shr(5, sub(at, add(keys, 32)))
        }
        if (place < count) return place;

        if (place >= given.length) revert Leaves_Unread(key);
        _setLength(map, count + 1);
        (keys[place], map.read[place], map.values[place]) = (key, given[place], given[place]);
    }

    /// @notice Writes the leaf at `place`.
    function write(Map memory map, uint256 place, uint256 value) internal pure {
        map.values[place] = value | PRESENT;
    }

    /// @dev The arrays have room for {MOST}, so no call here reaches beyond.
    function _setLength(Map memory map, uint256 length) private pure {
        (bytes32[] memory keys, uint256[] memory read, uint256[] memory values) =
            (map.keys, map.read, map.values);
        assembly ("memory-safe") {
            mstore(keys, length)
            mstore(read, length)
            mstore(values, length)
        }
    }
}
