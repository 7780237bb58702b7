// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {StateTwin} from "test/helpers/StateTwin.sol";
import {TransitionHarness} from "test/helpers/TransitionHarness.sol";

/// @notice {StateTree} against the twin that hashes the whole state, on keys that fork high and deep.
contract StateTree_FuzzTest is Test {
    using StateTwin for StateTwin.Store;

    uint256 private constant MOST_READ = 12;

    TransitionHarness private _harness;

    function setUp() public {
        _harness = TransitionHarness(deployCode("TransitionHarness.sol:TransitionHarness"));
    }

    function testFuzz_OPT2_EveryStateHasAWitness(uint256 seed) external view {
        (StateTwin.Store memory store, uint256[] memory keys) = _scene(seed);
        (bytes32[] memory shuffled, uint256[] memory read, uint256[] memory values) =
            _leaves(store, keys, seed);
        (bytes32 before, bytes32 afterwards) =
            _harness.rootsOfLeaves(shuffled, read, values, store.witness(keys));
        assertEq(before, store.root(), "before");
        for (uint256 i; i < shuffled.length; ++i) {
            if (values[i] != 0) store = store.set(uint256(shuffled[i]), values[i]);
        }
        assertEq(afterwards, store.root(), "afterwards");
    }

    function testFuzz_OPT1_NoOtherValueIsShown(uint256 seed, uint256 victim, uint256 value) external view {
        (StateTwin.Store memory store, uint256[] memory keys) = _scene(seed);
        (bytes32[] memory shuffled, uint256[] memory read, uint256[] memory values) =
            _leaves(store, keys, seed);
        victim %= read.length;
        vm.assume(read[victim] != value);
        read[victim] = value;
        _assertNotShown(store, shuffled, read, values, store.witness(keys));
    }

    /// @dev Another witness may show the same leaves only if it leads to the same root afterwards.
    function testFuzz_OPT1_NoOtherWitnessLeadsElsewhere(uint256 seed, uint256 at, uint8 change)
        external
        view
    {
        (StateTwin.Store memory store, uint256[] memory keys) = _scene(seed);
        (bytes32[] memory shuffled, uint256[] memory read, uint256[] memory values) =
            _leaves(store, keys, seed);
        bytes memory witness = store.witness(keys);
        (, bytes32 truth) = _harness.rootsOfLeaves(shuffled, read, values, witness);
        vm.assume(change != 0);
        witness[at % witness.length] ^= bytes1(change);
        try _harness.rootsOfLeaves(shuffled, read, values, witness) returns (bytes32 before, bytes32 after_) {
            assertTrue(before != store.root() || after_ == truth, "OPT-1: two states after");
        } catch {}
    }

    function testFuzz_OPT1_NoRandomBytesShowALeaf(uint256 seed, bytes calldata witness) external view {
        (StateTwin.Store memory store, uint256[] memory keys) = _scene(seed);
        (bytes32[] memory shuffled, uint256[] memory read, uint256[] memory values) =
            _leaves(store, keys, seed);
        // one false value, and anything for a witness
        read[0] ^= 1;
        _assertNotShown(store, shuffled, read, values, witness);
    }

    function _assertNotShown(
        StateTwin.Store memory store,
        bytes32[] memory keys,
        uint256[] memory read,
        uint256[] memory values,
        bytes memory witness
    ) private view {
        try _harness.rootsOfLeaves(keys, read, values, witness) returns (bytes32 before, bytes32) {
            assertTrue(before != store.root(), "OPT-1: a value that is not there");
        } catch {}
    }

    /// @return store A state of 0 to 15 leaves.
    /// @return keys 1 to 12 keys, ascending: of leaves, and close beside them.
    function _scene(uint256 seed) private pure returns (StateTwin.Store memory store, uint256[] memory keys) {
        for (uint256 i; i < _draw(seed, "leaves", 16); ++i) {
            store = store.set(_key(seed, i), 1 + _draw(seed, bytes32(i), 1000));
        }
        StateTwin.Store memory read;
        uint256 count = 1 + _draw(seed, "keys", MOST_READ);
        for (uint256 i; i < count; ++i) {
            read = read.set(_key(seed, _draw(seed, bytes32(i + 100), 32)), 0);
        }
        return (store, read.keys);
    }

    /// @dev Half of the keys differ from another one in one bit, of the first 248: two hashes that share these would take 2^124 trials.
    function _key(uint256 seed, uint256 i) private pure returns (uint256) {
        uint256 own = uint256(keccak256(abi.encode(seed, "key", i)));
        if (i == 0 || own % 2 == 0) return own;
        // forge-lint: disable-next-line(incorrect-shift) a one, moved up
        return _key(seed, i - 1) ^ 256 << (own >> 8) % 248;
    }

    /// @return shuffled The keys in another order; `read` and `values` belong to it.
    function _leaves(StateTwin.Store memory store, uint256[] memory keys, uint256 seed)
        private
        pure
        returns (bytes32[] memory shuffled, uint256[] memory read, uint256[] memory values)
    {
        uint256 count = keys.length;
        (shuffled, read, values) = (new bytes32[](count), new uint256[](count), new uint256[](count));
        uint256 turn = _draw(seed, "turn", count);
        for (uint256 i; i < count; ++i) {
            uint256 key = keys[(i + turn) % count];
            (shuffled[i], read[i]) = (bytes32(key), store.get(key));
            // what is written, is there; what is only read, stays
            values[i] = _draw(seed, shuffled[i], 2) == 0 ? read[i] : 1 + _draw(seed, bytes32(~key), 1000);
        }
    }

    function _draw(uint256 seed, bytes32 what, uint256 below) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, what))) % below;
    }
}
