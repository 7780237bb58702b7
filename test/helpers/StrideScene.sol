// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {IActors} from "src/interfaces/IActors.sol";
import {Leaves} from "src/libraries/Leaves.sol";
import {Transition} from "src/libraries/Transition.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {StateTwin} from "test/helpers/StateTwin.sol";
import {TransitionHarness} from "test/helpers/TransitionHarness.sol";

/// @notice Three actors and two works, a stride that is filled from the left, and a state that it changes. The test stands for the contract of inputs.
abstract contract StrideScene is Test, IActors {
    using StateTwin for StateTwin.Store;

    uint256 internal constant ALICE = 0;
    uint256 internal constant BOB = 1;
    uint256 internal constant CAROL = 2;
    uint256 internal constant ACTORS = 3;
    uint256 internal constant SONG = 0;
    uint256 internal constant FILM = 1;
    uint256 internal constant WORKS = 2;

    uint256 internal constant FOLLOW = 1;
    uint256 internal constant UNFOLLOW = 2;
    uint256 internal constant LIKE = 3;
    uint256 internal constant UNLIKE = 4;
    uint256 internal constant RATE = 5;
    uint256 internal constant COMMENT = 6;
    uint256 internal constant PLAY = 7;
    uint256 internal constant PEER = 8;
    uint256 internal constant DELEGATE = 9;
    uint256 internal constant REVOKE = 10;

    uint256 internal constant PRESENT = 1 << 255;
    uint256 internal constant EPOCH = 500_000;
    bytes32 internal constant DOMAIN = "domain";
    uint64 internal constant POSTING = 7;

    TransitionHarness internal harness;
    Transition.Context internal context;
    bytes internal operations;
    bytes internal signatures;
    uint256 internal placesTaken;
    uint256[] private _keys;
    uint256[] private _values;

    function setUp() public virtual {
        harness = TransitionHarness(deployCode("TransitionHarness.sol:TransitionHarness"));
        context = Transition.Context({
            actors: this,
            domainSeparator: DOMAIN,
            posting: POSTING,
            time: EPOCH * 3600 + 100,
            actorCount: ACTORS,
            workCount: WORKS,
            isSigned: true,
            marks: 0
        });
        _clear();
    }

    /// @inheritdoc IActors
    /// @dev Carol retired her key before.
    function keyOf(uint256 actor, uint64 posting) external pure returns (address) {
        assertEq(posting, POSTING);
        return actor == CAROL ? address(0) : vm.addr(secretOf(actor));
    }

    function secretOf(uint256 actor) internal pure returns (uint256) {
        return 0xa11ce + actor;
    }

    /// @dev Puts an operation into the stride, signed by its actor's first key.
    function put(uint256 kind, uint256 actor, uint256 target, uint256 value, uint256 version) internal {
        put(OperationTwin.cell(kind, 0, actor, target, value), 0, version, secretOf(actor));
    }

    function put(bytes12 cell, bytes32 word, uint256 version, uint256 secret) internal {
        _write(operations, 12 * placesTaken, abi.encodePacked(cell));
        _write(signatures, 64 * placesTaken, sign(cell, word, version, secret));
        ++placesTaken;
    }

    /// @dev Puts an operation and its word.
    function putWithWord(bytes12 cell, bytes32 word, uint256 version, uint256 secret) internal {
        put(cell, word, version, secret);
        _write(operations, 12 * placesTaken, abi.encodePacked(word));
        placesTaken += 3;
    }

    function sign(bytes12 cell, bytes32 word, uint256 version, uint256 secret)
        internal
        pure
        returns (bytes memory)
    {
        (
            bytes32 r,
            bytes32 vs
            // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        ) = vm.signCompact(secret, OperationTwin.digest(DOMAIN, cell, word, uint32(version)));
        return abi.encodePacked(r, vs);
    }

    /// @dev Executes the stride on the state, and begins another one.
    /// @return count How many leaves it read.
    function execute() internal returns (uint256 count) {
        (, Leaves.Map memory map) =
            harness.readsOf(context, operations, context.isSigned ? signatures : bytes(""), store());
        StateTwin.Store memory next = store();
        for (uint256 i; i < map.keys.length; ++i) {
            if (map.values[i] != map.read[i]) next = next.set(uint256(map.keys[i]), map.values[i]);
        }
        _save(next);
        _clear();
        return map.keys.length;
    }

    /// @dev Executes one operation, signed by its actor's first key.
    function one(uint256 kind, uint256 actor, uint256 target, uint256 value, uint256 version)
        internal
        returns (uint256 count)
    {
        put(kind, actor, target, value, version);
        return execute();
    }

    function store() internal view returns (StateTwin.Store memory) {
        return StateTwin.Store(_keys, _values);
    }

    function setLeaf(uint256 space, uint256 a, uint256 b, uint256 c, uint256 value) internal {
        _save(store().set(OperationTwin.leafKey(space, a, b, c), value | PRESENT));
    }

    /// @return The leaf's value; zero if there is none.
    function leafOf(uint256 space, uint256 a, uint256 b, uint256 c) internal view returns (uint256) {
        return store().get(OperationTwin.leafKey(space, a, b, c));
    }

    function assertLeaf(uint256 space, uint256 a, uint256 b, uint256 c, uint256 value) internal view {
        assertEq(leafOf(space, a, b, c), value | PRESENT);
    }

    function assertNothing() internal view {
        assertEq(_keys.length, 0, "no leaf");
    }

    function _save(StateTwin.Store memory next) private {
        (_keys, _values) = (next.keys, next.values);
    }

    function _clear() private {
        (operations, signatures, placesTaken) = (new bytes(192), new bytes(1024), 0);
    }

    function _write(bytes storage target, uint256 from, bytes memory bytes_) private {
        for (uint256 i; i < bytes_.length && from + i < target.length; ++i) {
            target[from + i] = bytes_[i];
        }
    }
}
