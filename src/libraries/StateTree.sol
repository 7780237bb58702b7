// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";
import {LibBit} from "solady/utils/LibBit.sol";
import {LibSort} from "solady/utils/LibSort.sol";

import {Leaves} from "src/libraries/Leaves.sol";

/// @title StateTree
/// @notice The compact sparse Merkle tree over the interactions' state, and the witnesses of leaves in it (docs/INTERACTIONS.md).
/// @dev A leaf's preimage has 96 bytes, a node's 64, and the empty subtree is zero. What a witness opens under the root of a real tree is in
/// that tree: a subtree's place follows from the bits of its keys, at each join and each fold.
library StateTree {
    using EfficientHashLib for bytes32;

    uint256 private constant FOLD = 0;
    uint256 private constant JOIN = 1;
    uint256 private constant OWN = 2;
    uint256 private constant OTHER = 3;

    /// @dev A subtree on the stack. The keys in it share their first `depth` bits with `key`.
    struct Subtree {
        uint256 depth;
        uint256 key;
        bytes32 before;
        bytes32 afterwards;
    }

    /// @dev What a witness is read with: `at` is the next byte, `taken` the number of keys that were taken, `order` the places of the keys in
    /// ascending order, in the low 8 bits.
    struct Reader {
        uint256 at;
        uint256 taken;
        uint256[] order;
        Leaves.Map map;
    }

    /// @dev The leaves that a subtree has now, in ascending order.
    struct Leafage {
        uint256[] keys;
        uint256[] values;
        uint256 length;
    }

    /// @notice The bytes are no witness of these leaves.
    error StateTree_WitnessInvalid();

    /// @return before The root of the tree in which the leaves of `map` have the values that were read.
    /// @return afterwards The root of the tree in which they have the values of now, and all others theirs.
    function rootsOf(Leaves.Map memory map, bytes calldata witness)
        internal
        pure
        returns (bytes32 before, bytes32 afterwards)
    {
        Reader memory reader = Reader({at: 0, taken: 0, order: _ascending(map.keys), map: map});
        Subtree[] memory stack = new Subtree[](map.keys.length);
        uint256 height;
        while (reader.at < witness.length) {
            uint256 what = _byte(reader, witness);
            if (what == FOLD) {
                if (height == 0) revert StateTree_WitnessInvalid();
                _fold(stack[height - 1], reader, witness);
            } else if (what == JOIN) {
                if (height < 2) revert StateTree_WitnessInvalid();
                --height;
                _join(stack[height - 1], stack[height]);
            } else {
                if (what > OTHER || height == stack.length) revert StateTree_WitnessInvalid();
                stack[height++] = _subtree(reader, witness, what == OTHER);
            }
        }
        if (height != 1 || stack[0].depth != 0 || reader.taken != map.keys.length) {
            revert StateTree_WitnessInvalid();
        }
        return (stack[0].before, stack[0].afterwards);
    }

    /// @dev Joins `top` with the next hashes, upwards. Most of a falsification's gas is spent here; a test holds it to the twin that hashes all.
    function _fold(Subtree memory top, Reader memory reader, bytes calldata witness) private pure {
        uint256 count = _byte(reader, witness);
        (uint256 at, uint256 depth, uint256 key) = (reader.at, top.depth, top.key);
        reader.at = at + 32 * count;
        if (count == 0 || count > depth || reader.at > witness.length) revert StateTree_WitnessInvalid();
        (bytes32 before, bytes32 afterwards) = (top.before, top.afterwards);
        top.depth = depth - count;
        assembly ("memory-safe") {
            at := add(witness.offset, at)
            for { let end := add(at, shl(5, count)) } lt(at, end) { at := add(at, 32) } {
                depth := sub(depth, 1)
                let side := shl(5, and(shr(sub(255, depth), key), 1))
                mstore(xor(side, 32), calldataload(at))
                mstore(side, before)
                before := keccak256(0, 64)
                mstore(side, afterwards)
                afterwards := keccak256(0, 64)
            }
        }
        (top.before, top.afterwards) = (before, afterwards);
    }

    /// @dev Joins `left` with the subtree beside it, into `left`.
    function _join(Subtree memory left, Subtree memory right) private pure {
        uint256 depth = left.depth;
        // the first bit that tells the keys apart is the one of the parent; the lower key, which was taken first, is on the left there
        if (depth == 0 || depth != right.depth || _fork(left.key, right.key) != depth - 1) {
            revert StateTree_WitnessInvalid();
        }
        left.depth = depth - 1;
        (left.before, left.afterwards) =
        (left.before.hash(right.before), left.afterwards.hash(right.afterwards));
    }

    /// @return subtree The one of the next keys, which held a leaf or nothing: one of theirs, or that of another key.
    function _subtree(Reader memory reader, bytes calldata witness, bool isOther)
        private
        pure
        returns (Subtree memory subtree)
    {
        uint256 end = reader.taken + _byte(reader, witness);
        if (end == reader.taken || end > reader.order.length) revert StateTree_WitnessInvalid();
        subtree.depth = _byte(reader, witness);
        subtree.key = _keyAt(reader, reader.taken);
        Leafage memory leafage =
            Leafage(new uint256[](end - reader.taken + 1), new uint256[](end - reader.taken + 1), 0);
        uint256 other;
        if (isOther) {
            other = uint256(_word(reader, witness));
            uint256 value = uint256(_word(reader, witness));
            if (_fork(subtree.key, other) < subtree.depth) revert StateTree_WitnessInvalid();
            subtree.before = _leaf(other, value);
            _insert(leafage, other, value);
        }
        for (; reader.taken < end; ++reader.taken) {
            // an absence is shown beside another leaf, never beside its own
            if (isOther && _keyAt(reader, reader.taken) == other) revert StateTree_WitnessInvalid();
            _take(reader, subtree, leafage);
        }
        if (leafage.length != 0) {
            subtree.afterwards = _grown(leafage.keys, leafage.values, 0, leafage.length, subtree.depth);
        }
    }

    /// @dev Takes the next key into `subtree`, and its leaf of now, if it has one, into `leafage`.
    function _take(Reader memory reader, Subtree memory subtree, Leafage memory leafage) private pure {
        uint256 key = _keyAt(reader, reader.taken);
        if (_fork(subtree.key, key) < subtree.depth) revert StateTree_WitnessInvalid();
        uint256 place = reader.order[reader.taken] & 0xff;
        uint256 read = reader.map.read[place];
        if (read != 0) {
            if (subtree.before != 0) revert StateTree_WitnessInvalid();
            subtree.before = _leaf(key, read);
        }
        uint256 value = reader.map.values[place];
        if (value != 0) _insert(leafage, key, value);
    }

    function _insert(Leafage memory leafage, uint256 key, uint256 value) private pure {
        (uint256[] memory keys, uint256[] memory values) = (leafage.keys, leafage.values);
        uint256 place = leafage.length++;
        for (; place > 0 && keys[place - 1] > key; --place) {
            (keys[place], values[place]) = (keys[place - 1], values[place - 1]);
        }
        (keys[place], values[place]) = (key, value);
    }

    function _keyAt(Reader memory reader, uint256 i) private pure returns (uint256) {
        return uint256(reader.map.keys[reader.order[i] & 0xff]);
    }

    /// @return node The subtree at `depth` with the leaves `from` to `to - 1`, one at least, in ascending order.
    function _grown(uint256[] memory keys, uint256[] memory values, uint256 from, uint256 to, uint256 depth)
        private
        pure
        returns (bytes32 node)
    {
        if (to - from == 1) return _leaf(keys[from], values[from]);
        uint256 fork = _fork(keys[from], keys[to - 1]);
        uint256 middle = from + 1;
        while (!_bit(keys[middle], fork)) ++middle;
        node = _grown(keys, values, from, middle, fork + 1).hash(_grown(keys, values, middle, to, fork + 1));
        while (fork > depth) {
            node = _bit(keys[from], --fork) ? bytes32(0).hash(node) : node.hash(bytes32(0));
        }
    }

    function _leaf(uint256 key, uint256 value) private pure returns (bytes32) {
        return EfficientHashLib.hash(key, value, 1);
    }

    /// @return Whether the key is on the right below depth `depth`.
    function _bit(uint256 key, uint256 depth) private pure returns (bool) {
        return key << depth >> 255 == 1;
    }

    /// @return How many of their first bits two keys share.
    function _fork(uint256 a, uint256 b) private pure returns (uint256) {
        return LibBit.clz(a ^ b);
    }

    /// @dev Two keys that share 248 bits would be found by 2^124 hashes.
    function _ascending(bytes32[] memory keys) private pure returns (uint256[] memory order) {
        order = new uint256[](keys.length);
        for (uint256 i; i < keys.length; ++i) {
            order[i] = uint256(keys[i]) & ~uint256(0xff) | i;
        }
        LibSort.insertionSort(order);
    }

    function _byte(Reader memory reader, bytes calldata witness) private pure returns (uint256) {
        uint256 at = reader.at++;
        if (at >= witness.length) revert StateTree_WitnessInvalid();
        return uint8(witness[at]);
    }

    function _word(Reader memory reader, bytes calldata witness) private pure returns (bytes32) {
        uint256 at = reader.at;
        reader.at = at + 32;
        if (at + 32 > witness.length) revert StateTree_WitnessInvalid();
        return bytes32(witness[at:at + 32]);
    }
}
