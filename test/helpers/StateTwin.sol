// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice The interactions' state as a sorted list of leaves, hashed and opened bit by bit, as docs/INTERACTIONS.md says it.
library StateTwin {
    struct Store {
        uint256[] keys;
        uint256[] values;
    }

    function get(Store memory store, uint256 key) internal pure returns (uint256) {
        uint256 place = _placeOf(store, key);
        return place < store.keys.length && store.keys[place] == key ? store.values[place] : 0;
    }

    /// @return next `store` with one leaf more, or another value.
    function set(Store memory store, uint256 key, uint256 value) internal pure returns (Store memory next) {
        uint256 place = _placeOf(store, key);
        if (place < store.keys.length && store.keys[place] == key) {
            store.values[place] = value;
            return store;
        }
        uint256 length = store.keys.length;
        next = Store(new uint256[](length + 1), new uint256[](length + 1));
        for (uint256 i; i <= length; ++i) {
            uint256 from = i > place ? i - 1 : i;
            (next.keys[i], next.values[i]) =
                i == place ? (key, value) : (store.keys[from], store.values[from]);
        }
    }

    function root(Store memory store) internal pure returns (bytes32) {
        return _node(store, 0, store.keys.length, 0);
    }

    /// @param keys What is to be opened, in ascending order.
    function witness(Store memory store, uint256[] memory keys) internal pure returns (bytes memory) {
        if (keys.length == 0) return "";
        return _open(store, 0, store.keys.length, keys, 0, keys.length, 0);
    }

    function leaf(uint256 key, uint256 value) internal pure returns (bytes32) {
        return keccak256(abi.encode(key, value, uint256(1)));
    }

    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return keccak256(abi.encode(left, right));
    }

    function bit(uint256 key, uint256 depth) internal pure returns (bool) {
        return (key >> (255 - depth)) & 1 == 1;
    }

    function _node(Store memory store, uint256 from, uint256 to, uint256 depth)
        private
        pure
        returns (bytes32 hash)
    {
        if (from == to) return 0;
        if (to - from == 1) return leaf(store.keys[from], store.values[from]);
        uint256 fork = depth;
        while (bit(store.keys[from], fork) == bit(store.keys[to - 1], fork)) ++fork;
        uint256 middle = _firstRight(store.keys, from, to, fork);
        hash = node(_node(store, from, middle, fork + 1), _node(store, middle, to, fork + 1));
        while (fork > depth) {
            --fork;
            hash = bit(store.keys[from], fork) ? node(0, hash) : node(hash, 0);
        }
    }

    function _open(
        Store memory store,
        uint256 from,
        uint256 to,
        uint256[] memory keys,
        uint256 first,
        uint256 end,
        uint256 depth
    ) private pure returns (bytes memory program) {
        bytes memory siblings;
        uint256 start = depth;
        while (to - from > 1) {
            uint256 middle = _firstRight(store.keys, from, to, depth);
            uint256 fork = _firstRight(keys, first, end, depth);
            ++depth;
            if (fork != first && fork != end) {
                program = bytes.concat(
                    _open(store, from, middle, keys, first, fork, depth),
                    _open(store, middle, to, keys, fork, end, depth),
                    hex"01"
                );
                --depth;
                return _folded(program, siblings, depth - start);
            }
            bool isRight = fork == first;
            bytes32 sibling = isRight ? _node(store, from, middle, depth) : _node(store, middle, to, depth);
            siblings = bytes.concat(sibling, siblings);
            (from, to) = isRight ? (middle, to) : (from, middle);
        }
        bool isOther = to - from == 1;
        for (uint256 i = first; i < end; ++i) {
            if (isOther && keys[i] == store.keys[from]) isOther = false;
        }
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        program = abi.encodePacked(isOther ? hex"03" : hex"02", uint8(end - first), uint8(depth));
        if (isOther) program = abi.encodePacked(program, store.keys[from], store.values[from]);
        return _folded(program, siblings, depth - start);
    }

    function _folded(bytes memory program, bytes memory siblings, uint256 count)
        private
        pure
        returns (bytes memory)
    {
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        return count == 0 ? program : abi.encodePacked(program, hex"00", uint8(count), siblings);
    }

    function _firstRight(uint256[] memory keys, uint256 from, uint256 to, uint256 depth)
        private
        pure
        returns (uint256)
    {
        while (from < to && !bit(keys[from], depth)) ++from;
        return from;
    }

    function _placeOf(Store memory store, uint256 key) private pure returns (uint256 place) {
        while (place < store.keys.length && store.keys[place] < key) ++place;
    }
}
