// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Leaves} from "src/libraries/Leaves.sol";
import {Assertion, Evidence, Stride} from "src/types/Interactions.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {StateTwin} from "test/helpers/StateTwin.sol";

/// @notice What a transaction costs, its 21,000 and its call data included, with 1,024 operations in the posting and 1,000,000 leaves in the state.
/// @dev Each leaf stands at depth 21, as in a state of so many: all siblings on the way are there, and none is zero.
/// forge-config: default.isolate = true
contract InteractionRollup_GasTest is InteractionScene, GasCeiling {
    using StateTwin for StateTwin.Store;

    uint256 private constant STRIDES = 64;
    uint256 private constant DEPTH = 21;
    /// @dev Two keys that share so many bits take 2^64 hashes to find.
    uint256 private constant GROUND_DEPTH = 128;
    /// @dev EIP-7825: no transaction may use more.
    uint256 private constant MOST_GAS = 16_777_216;
    uint256 private constant DELEGATED = 0xde1e;

    function setUp() public override {
        super.setUp();
        for (uint256 actor = 2; actor < 33; ++actor) {
            vm.prank(vm.addr(actorSecret(actor)));
            inputs.register(vm.addr(actorSecret(actor)));
            publish(bytes32(actor), leavesOf(1));
        }
    }

    function test_Assert() external {
        Posted memory posted = settled(likes(STRIDES));
        assertAs(ASSERTER, posted, "before", _roots());
        assertCost("assertState", 109_900, 110_000);
    }

    function test_Confirm() external {
        // the 65th final root takes the place of the first
        Posted memory posted;
        bytes32 root;
        Assertion memory assertion;
        for (uint256 i; i < 65; ++i) {
            posted = settled(likes(1));
            bytes32[] memory roots = new bytes32[](1);
            roots[0] = keccak256(abi.encode(i));
            assertion = assertAs(ASSERTER, posted, root, roots);
            root = roots[0];
            vm.warp(block.timestamp + ASSERTION_WINDOW);
            interactions.confirm(assertion);
        }
        assertCost("confirm", 44_221, 60_000);
        interactions.collect(assertion);
        assertCost("collect", 43_601);
    }

    function test_FalsifySixteenOperations() external {
        bytes memory operations;
        for (uint256 actor; actor < 16; ++actor) {
            operations = abi.encodePacked(
                operations, OperationTwin.cell(actor % 2 == 0 ? LIKE : FOLLOW, 0, actor, 16 + actor, 0)
            );
        }
        _falsify(operations, "", 32, DEPTH);
        assertCost("falsify, 16 operations, 32 keys", 883_470, 1_100_000);
    }

    function test_FalsifyTheWorst() external {
        _falsifyTheWorst(DEPTH);
        assertCost("falsify, 16 operations, 48 keys", 1_284_361, 1_500_000);
    }

    /// @dev Whatever an attacker hashed to make leaves deep, and at EIP-7623's floor, whose figure is of each byte that is not zero.
    function test_FalsifyDeepLeaves() external {
        bytes memory call = _falsifyTheWorst(GROUND_DEPTH);
        assertLt(vm.lastCallGas().gasTotalUsed, MOST_GAS, "OPT-2: a lie that fits no transaction");
        assertLt(21_000 + 40 * call.length, MOST_GAS, "OPT-2: call data that fits no transaction");
    }

    function _falsifyTheWorst(uint256 depth) private returns (bytes memory call) {
        bytes memory operations;
        bytes memory signatures;
        for (uint256 actor; actor < 16; ++actor) {
            bytes12 cell = OperationTwin.cell(LIKE, 1, actor, 16 + actor, 0);
            (bytes32 r, bytes32 vs) =
                vm.signCompact(DELEGATED, OperationTwin.digest(inputs.domainSeparator(), cell, 0, 5));
            operations = abi.encodePacked(operations, cell);
            signatures = abi.encodePacked(signatures, r, vs);
        }
        return _falsify(operations, signatures, 48, depth);
    }

    /// @dev Posts 64 strides that begin with this one, asserts anything, and falsifies it.
    function _falsify(bytes memory operations, bytes memory signatures, uint256 keyCount, uint256 depth)
        private
        returns (bytes memory call)
    {
        Posted memory posted = post(
            bytes.concat(operations, new bytes(192 * (STRIDES - 1))),
            signatures.length == 0 ? bytes("") : bytes.concat(signatures, new bytes(1024 * (STRIDES - 1)))
        );
        vm.warp(inputs.finalAt(posted.posting));
        Stride memory stride = strideOf(posted, 0);
        StateTwin.Store memory state = _state();
        (uint256[] memory given, Leaves.Map memory map) =
            harness.readsOf(contextOf(posted, 0), operations, signatures, state);
        assertEq(map.keys.length, keyCount);
        StateTwin.Store memory read;
        for (uint256 i; i < keyCount; ++i) {
            read = read.set(uint256(map.keys[i]), 0);
            assertNotEq(given[i], 0, "each leaf is there");
        }
        bytes memory witness = _witness(read.keys, 0, keyCount, 0, depth);
        (bytes32 before,) = harness.rootsOf(contextOf(posted, 0), operations, signatures, given, witness);
        bytes32[] memory roots = _roots();
        Assertion memory assertion = assertAs(LIAR, posted, before, roots);
        call = abi.encodeCall(
            IInteractionRollup.falsify, (assertion, roots, posted.posting, stride, Evidence(given, witness))
        );
        vm.prank(CHALLENGER);
        (bool isDone,) = address(interactions).call(call);
        assertTrue(isDone);
    }

    /// @return state Every leaf that these strides can read.
    function _state() private pure returns (StateTwin.Store memory state) {
        uint256 version = 5;
        for (uint256 actor; actor < 33; ++actor) {
            state = state.set(OperationTwin.leafKey(1, actor, 16 + actor, 0), Leaves.PRESENT | version);
            state = state.set(OperationTwin.leafKey(2, actor, 0, 0), Leaves.PRESENT | 1000);
            state = state.set(OperationTwin.leafKey(3, actor, 16 + actor, 0), Leaves.PRESENT | version);
            state = state.set(OperationTwin.leafKey(4, actor, 0, 0), Leaves.PRESENT | 1000);
            uint256 key = uint256(uint160(vm.addr(DELEGATED))) << 16;
            state = state.set(OperationTwin.leafKey(8, actor, 1, 0), Leaves.PRESENT | key | 1);
        }
    }

    function _witness(uint256[] memory keys, uint256 from, uint256 to, uint256 depth, uint256 least)
        private
        pure
        returns (bytes memory)
    {
        if (to - from == 1) {
            uint256 leafDepth = depth < least ? least : depth;
            // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
            bytes memory program = abi.encodePacked(hex"0201", uint8(leafDepth));
            return _folded(program, keys[from], leafDepth - depth);
        }
        uint256 fork = depth;
        while (StateTwin.bit(keys[from], fork) == StateTwin.bit(keys[to - 1], fork)) ++fork;
        uint256 middle = from;
        while (!StateTwin.bit(keys[middle], fork)) ++middle;
        return _folded(
            bytes.concat(
                _witness(keys, from, middle, fork + 1, least),
                _witness(keys, middle, to, fork + 1, least),
                hex"01"
            ),
            keys[from],
            fork - depth
        );
    }

    function _folded(bytes memory program, uint256 seed, uint256 count) private pure returns (bytes memory) {
        if (count == 0) return program;
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        program = abi.encodePacked(program, hex"00", uint8(count));
        for (uint256 i; i < count; ++i) {
            program = bytes.concat(program, keccak256(abi.encode(seed, i)));
        }
        return program;
    }

    function _roots() private pure returns (bytes32[] memory roots) {
        roots = new bytes32[](STRIDES);
        for (uint256 i; i < STRIDES; ++i) {
            roots[i] = keccak256(abi.encode("root", i));
        }
    }
}
