// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {IActors} from "src/interfaces/IActors.sol";
import {Leaves} from "src/libraries/Leaves.sol";
import {Transition} from "src/libraries/Transition.sol";
import {TransitionHarness} from "test/helpers/TransitionHarness.sol";

/// @notice The contract's transition and tree against the engine in TypeScript, on the strides and trees that `interactionCases.ts` writes.
contract Interactions_DifferentialTest is Test, IActors {
    struct Case {
        uint40 time;
        uint32 actors;
        uint32 works;
        bool isSigned;
        uint256 marks;
        uint32[] keyed;
        address[] firstKeys;
        bytes operations;
        bytes signatures;
        bytes32[] keys;
        uint256[] read;
        uint256[] values;
        bytes witness;
        bytes32 before;
        bytes32 afterwards;
    }

    struct Tree {
        bytes32[] keys;
        uint256[] read;
        uint256[] values;
        bytes witness;
        bytes32 before;
        bytes32 afterwards;
    }

    string private constant STRIDES = "test/differential/.cases/strides/";
    string private constant TREES = "test/differential/.cases/trees.bin";
    string private constant HELP = "no cases, run `npx node test/differential/interactionCases.ts`";

    TransitionHarness private _harness;
    mapping(uint256 actor => address) private _keys;

    function setUp() public {
        _harness = TransitionHarness(deployCode("TransitionHarness.sol:TransitionHarness"));
    }

    /// @inheritdoc IActors
    function keyOf(uint256 actor, uint64) external view returns (address) {
        return _keys[actor];
    }

    function test_OPT1_TheEngineAgreesOnStrides() external {
        vm.skip(!vm.isFile(string.concat(STRIDES, "0.bin")), HELP);
        uint256 changed;
        for (uint256 file;; ++file) {
            string memory path = string.concat(STRIDES, vm.toString(file), ".bin");
            if (!vm.isFile(path)) break;
            // a call each, whose memory ends with it
            changed += this.changedBy(path);
        }
        assertGt(changed, 100, "most strides change the state");
    }

    /// @return changed How many strides of a file change the state.
    function changedBy(string calldata path) external returns (uint256 changed) {
        (bytes32 separator, Case[] memory cases) = abi.decode(vm.readFileBinary(path), (bytes32, Case[]));
        for (uint256 i; i < cases.length; ++i) {
            _setKeys(cases[i], true);
            if (_assertAgreed(separator, cases[i])) ++changed;
            _setKeys(cases[i], false);
        }
    }

    function test_OPT2_TheEngineAgreesOnTrees() external {
        vm.skip(!vm.isFile(TREES), HELP);
        Tree[] memory trees = abi.decode(vm.readFileBinary(TREES), (Tree[]));
        for (uint256 i; i < trees.length; ++i) {
            Tree memory c = trees[i];
            if (c.keys.length == 0) continue;
            (bytes32 before, bytes32 afterwards) = _harness.rootsOfLeaves(c.keys, c.read, c.values, c.witness);
            assertEq(before, c.before, "before");
            assertEq(afterwards, c.afterwards, "afterwards");
        }
    }

    function _assertAgreed(bytes32 separator, Case memory c) private view returns (bool isChanged) {
        Transition.Context memory context = Transition.Context({
            actors: this,
            domainSeparator: separator,
            posting: 0,
            time: c.time,
            actorCount: c.actors,
            workCount: c.works,
            isSigned: c.isSigned,
            marks: c.marks
        });
        Leaves.Map memory map = _harness.run(context, c.operations, c.signatures, c.read);
        assertEq(abi.encode(map.keys), abi.encode(c.keys), "what is read, in order");
        assertEq(abi.encode(map.read), abi.encode(c.read), "the values before");
        assertEq(abi.encode(map.values), abi.encode(c.values), "the values after");
        if (c.keys.length == 0) return false;
        (bytes32 before, bytes32 afterwards) = _harness.rootsOfLeaves(c.keys, c.read, c.values, c.witness);
        assertEq(before, c.before, "the root before");
        assertEq(afterwards, c.afterwards, "the root after");
        return before != afterwards;
    }

    function _setKeys(Case memory c, bool isSet) private {
        for (uint256 i; i < c.keyed.length; ++i) {
            _keys[c.keyed[i]] = isSet ? c.firstKeys[i] : address(0);
        }
    }
}
