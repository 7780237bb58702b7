// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

import {IActors} from "src/interfaces/IActors.sol";
import {Epochs} from "src/libraries/Epochs.sol";
import {Leaves} from "src/libraries/Leaves.sol";
import {OperationTable as Table} from "src/libraries/OperationTable.sol";

/// @title Transition
/// @notice Executes a stride of operations over the leaves that it reads (docs/INTERACTIONS.md).
/// @dev OPT-2: a total function. Whatever the operations, a stride ends, and reads three leaves an operation at most; what a rule forbids does nothing.
library Transition {
    using FixedPointMathLib for uint256;
    using Leaves for Leaves.Map;

    /// @notice The operations of a stride, the bytes of one, and of its signature.
    uint256 internal constant OPERATIONS = 16;
    uint256 internal constant OPERATION_BYTES = 12;
    uint256 internal constant SIGNATURE_BYTES = 64;
    /// @notice A pair, an opinion or a key at this version takes no more operations, so a mark always has room for the version.
    uint256 internal constant MOST_VERSION = 65_533;
    bytes32 internal constant OPERATION_TYPEHASH =
        keccak256("Operation(bytes12 operation,bytes32 word,uint32 version)");

    uint256 private constant WORD_OPERATIONS = 3;

    uint256 private constant PAIR = 1;
    uint256 private constant FOLLOWERS = 2;
    uint256 private constant OPINION = 3;
    uint256 private constant WORK = 4;
    uint256 private constant THREAD = 5;
    uint256 private constant KEY = 8;

    /// @dev Fields of leaves: their lowest bits.
    uint256 private constant FLAG = 16;
    uint256 private constant STARS = 17;
    uint256 private constant SECONDS = 20;
    uint256 private constant RATINGS = 32;
    uint256 private constant STARS_OF_WORK = 64;
    uint256 private constant COMMENTS = 224;
    uint256 private constant MOST_COMMENTS = type(uint32).max >> 1;

    /// @param actors Where the first keys of actors are.
    /// @param domainSeparator Of the EIP-712 domain in which actors sign.
    /// @param posting The number of the stride's posting.
    /// @param time When it was posted, in seconds.
    /// @param actorCount How many actors there were.
    /// @param workCount How many works had a number.
    /// @param isSigned Whether each operation has a signature.
    /// @param marks What the stride's record says of demanded signatures.
    struct Context {
        IActors actors;
        bytes32 domainSeparator;
        uint64 posting;
        uint256 time;
        uint256 actorCount;
        uint256 workCount;
        bool isSigned;
        uint256 marks;
    }

    /// @dev An operation's 96 bits (`cell`), its fields, and where it stands in its stride.
    struct Operation {
        uint256 place;
        uint256 cell;
        bytes32 word;
        uint256 kind;
        uint256 key;
        uint256 actor;
        uint256 target;
        uint256 value;
    }

    /// @dev What execution reads beside the operations.
    struct Run {
        Context context;
        Leaves.Map map;
    }

    // forge-lint: disable-start(unsafe-typecast) each cast keeps one field

    /// @notice Executes a stride.
    /// @param operations 192 bytes.
    /// @param signatures 1,024 bytes if the posting is signed.
    /// @param given The values of the leaves that the stride reads, in the order of their first reading.
    /// @return map The leaves that it read, with the values before and after.
    function run(
        Context memory context,
        bytes calldata operations,
        bytes calldata signatures,
        uint256[] calldata given
    ) internal view returns (Leaves.Map memory map) {
        map = Leaves.empty();
        Run memory r = Run(context, map);
        for (uint256 place; place < OPERATIONS; ++place) {
            Operation memory operation = operationAt(operations, place);
            if (_isIn(Table.WITH_WORD, operation.kind)) place += WORD_OPERATIONS;
            if (_isSound(operation, context.actorCount, context.workCount, context.isSigned)) {
                _execute(r, operation, signatures, given);
            }
        }
    }

    /// @return Whether an operation stands in `place` of a stride without signatures that may take effect, by what the state says.
    function isEffective(bytes calldata operations, uint256 place, uint256 actorCount, uint256 workCount)
        internal
        pure
        returns (bool)
    {
        for (uint256 at; at < OPERATIONS; ++at) {
            Operation memory operation = operationAt(operations, at);
            if (at == place) return _isSound(operation, actorCount, workCount, false);
            if (_isIn(Table.WITH_WORD, operation.kind)) at += WORD_OPERATIONS;
        }
        return false;
    }

    /// @return operation What stands in `place` of a stride, with its word; of kind 0 if its word does not fit.
    function operationAt(bytes calldata operations, uint256 place)
        internal
        pure
        returns (Operation memory operation)
    {
        uint256 cell = uint96(bytes12(operations[OPERATION_BYTES * place:]));
        operation.place = place;
        operation.cell = cell;
        operation.kind = cell >> 92;
        operation.key = cell >> 88 & 0xf;
        operation.actor = uint32(cell >> 56);
        operation.target = uint32(cell >> 24);
        operation.value = uint24(cell);
        if (!_isIn(Table.WITH_WORD, operation.kind)) return operation;
        if (place + WORD_OPERATIONS < OPERATIONS) {
            operation.word = bytes32(operations[OPERATION_BYTES * (place + 1):]);
        } else {
            operation.kind = 0;
        }
    }

    /// @return Whether nothing but the state can forbid the operation.
    function _isSound(Operation memory operation, uint256 actorCount, uint256 workCount, bool isSigned)
        private
        pure
        returns (bool)
    {
        (uint256 kind, uint256 target) = (operation.kind, operation.target);
        if (operation.actor >= actorCount) return false;
        if (_isIn(Table.TO_ACTORS, kind)) {
            if (target >= actorCount || target == operation.actor) return false;
        } else if (_isIn(Table.TO_WORKS, kind)) {
            if (target >= workCount) return false;
        } else if (!_isIn(Table.TO_NOBODY, kind) || target != 0) {
            return false;
        }
        uint256 shift = 24 * kind;
        if (operation.value < uint24(Table.LEAST_VALUES >> shift)) return false;
        if (operation.value > uint24(Table.MOST_VALUES >> shift)) return false;
        if (kind == Table.DELEGATE && (operation.word == 0 || uint256(operation.word) >> 160 != 0)) {
            return false;
        }
        if (isSigned) return !_isIn(Table.FIRST_KEY_ONLY, kind) || operation.key == 0;
        return !_isIn(Table.ALWAYS_SIGNED, kind) && operation.key == 0;
    }

    /// @dev The leaves are read in the order that the page gives.
    function _execute(
        Run memory r,
        Operation memory operation,
        bytes calldata signatures,
        uint256[] calldata given
    ) private view {
        address signer = _signerOf(r, operation, given);
        if (signer == address(0)) return;
        if (operation.kind == Table.PEER) {
            uint256 epoch = r.context.time / Epochs.LENGTH;
            if (_isAuthorised(r.context, operation, signer, epoch, signatures)) {
                _help(r.map, operation, epoch, given);
            }
            return;
        }
        uint256 at = r.map.find(_versionedKey(operation), given);
        uint256 version = uint16(r.map.values[at]);
        if (version >= MOST_VERSION) return;
        if (!_isAuthorised(r.context, operation, signer, version, signatures)) return;
        _take(r, operation, at, given);
    }

    function _signerOf(Run memory r, Operation memory operation, uint256[] calldata given)
        private
        view
        returns (address)
    {
        if (operation.key == 0) return r.context.actors.keyOf(operation.actor, r.context.posting);
        uint256 at = r.map.find(Leaves.keyOf(KEY, operation.actor, operation.key, 0), given);
        return address(uint160(r.map.values[at] >> FLAG));
    }

    /// @dev A call with too little gas for ecrecover has too little for what follows, too, so no gas limit makes a signature wrong.
    function _isAuthorised(
        Context memory context,
        Operation memory operation,
        address signer,
        uint256 version,
        bytes calldata signatures
    ) private view returns (bool) {
        if (!context.isSigned) {
            uint256 mark = uint16(context.marks >> (16 * operation.place));
            return mark == 0 || mark == 1 + version;
        }
        bytes calldata signature = signatures[SIGNATURE_BYTES * operation.place:];
        bytes32 hash = digest(context.domainSeparator, operation, version);
        return ECDSA.tryRecover(hash, bytes32(signature), bytes32(signature[32:])) == signer;
    }

    /// @return The EIP-712 digest that an actor signs.
    function digest(bytes32 domainSeparator, Operation memory operation, uint256 version)
        internal
        pure
        returns (bytes32)
    {
        bytes32 hash = EfficientHashLib.hash(
            OPERATION_TYPEHASH, bytes32(operation.cell << 160), operation.word, bytes32(version)
        );
        return keccak256(abi.encodePacked("\x19\x01", domainSeparator, hash));
    }

    /// @dev Of a kind whose record has a version.
    function _versionedKey(Operation memory operation) private pure returns (bytes32) {
        if (_isIn(Table.TO_WORKS, operation.kind)) {
            return Leaves.keyOf(OPINION, operation.actor, operation.target, 0);
        }
        if (_isIn(Table.TO_ACTORS, operation.kind)) {
            return Leaves.keyOf(PAIR, operation.actor, operation.target, 0);
        }
        return Leaves.keyOf(KEY, operation.actor, operation.value, 0);
    }

    /// @dev The effect of an operation that its actor wants, on the record `at` and what counts over many records.
    function _take(Run memory r, Operation memory operation, uint256 at, uint256[] calldata given)
        private
        pure
    {
        (uint256 kind, uint256 target) = (operation.kind, operation.target);
        uint256 record = r.map.values[at] + 1;
        if (kind == Table.FOLLOW || kind == Table.UNFOLLOW) {
            uint256 change;
            (record, change) = _flagged(record, kind == Table.FOLLOW);
            _count(r.map, FOLLOWERS, target, change, given);
        } else if (kind == Table.LIKE || kind == Table.UNLIKE) {
            uint256 change;
            (record, change) = _flagged(record, kind == Table.LIKE);
            _count(r.map, WORK, target, change, given);
        } else if (kind == Table.RATE) {
            uint256 change;
            (record, change) = _rated(record, operation.value);
            _count(r.map, WORK, target, change, given);
        } else if (kind == Table.COMMENT) {
            if (!_comment(r.map, operation, given)) return;
        } else if (kind == Table.PLAY) {
            record = _played(r, operation, record, given);
        } else {
            // a delegation has its key as its word, a revocation none
            record = uint16(record) | uint256(operation.word) << FLAG;
        }
        r.map.write(at, record);
    }

    /// @return record With the flag set or cleared.
    /// @return change What a count of flags changes by, modulo 2^256.
    function _flagged(uint256 before, bool isSet) private pure returns (uint256 record, uint256 change) {
        uint256 flag = isSet ? 1 : 0;
        record = before & ~(uint256(1) << FLAG) | flag << FLAG;
        unchecked {
            change = flag - (before >> FLAG & 1);
        }
    }

    function _rated(uint256 before, uint256 stars) private pure returns (uint256 record, uint256 change) {
        uint256 was = before >> STARS & 7;
        record = before & ~(uint256(7) << STARS) | stars << STARS;
        unchecked {
            change = ((stars - was) << STARS_OF_WORK) + ((stars.min(1) - was.min(1)) << RATINGS);
        }
    }

    /// @dev Fields of a leaf of counts never pass their ends, since each sums what records hold.
    function _count(
        Leaves.Map memory map,
        uint256 space,
        uint256 target,
        uint256 change,
        uint256[] calldata given
    ) private pure {
        if (change == 0) return;
        uint256 at = map.find(Leaves.keyOf(space, target, 0, 0), given);
        unchecked {
            map.write(at, map.values[at] + change);
        }
    }

    function _comment(Leaves.Map memory map, Operation memory operation, uint256[] calldata given)
        private
        pure
        returns (bool)
    {
        uint256 at = map.find(Leaves.keyOf(THREAD, operation.target, 0, 0), given);
        uint256 thread = map.values[at];
        uint256 comments = thread >> COMMENTS & MOST_COMMENTS;
        if (comments == MOST_COMMENTS) return false;
        uint256 chain = uint256(keccak256(abi.encodePacked(thread, uint32(operation.actor), operation.word)));
        map.write(at, uint256(uint224(chain)) | (comments + 1) << COMMENTS);
        return true;
    }

    function _played(Run memory r, Operation memory operation, uint256 record, uint256[] calldata given)
        private
        pure
        returns (uint256)
    {
        uint256 time = r.context.time;
        uint256 at = r.map.find(Leaves.keyOf(Leaves.WATCHED, operation.actor, time / Epochs.LENGTH, 0), given);
        uint256 watched = uint16(r.map.values[at]);
        uint256 played = operation.value.min((time % Epochs.LENGTH).zeroFloorSub(watched));
        r.map.write(at, watched + played);

        uint256 total = uint40(record >> SECONDS);
        uint256 added = played.min(type(uint40).max - total);
        return record + (added << SECONDS);
    }

    function _help(Leaves.Map memory map, Operation memory operation, uint256 epoch, uint256[] calldata given)
        private
        pure
    {
        (uint256 slot, uint256 units) = (operation.value >> 21, operation.value & 0x1fffff);
        uint256 at = map.find(Leaves.keyOf(Leaves.HELP, operation.actor, epoch, slot), given);
        uint256 help = map.values[at];
        if (help != 0 && uint32(help) != operation.target) return;
        map.write(at, operation.target | units.max(uint32(help >> 32)) << 32);
    }

    function _isIn(uint256 set, uint256 kind) private pure returns (bool) {
        return set >> kind & 1 == 1;
    }
    // forge-lint: disable-end(unsafe-typecast)
}
