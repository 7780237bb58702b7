// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {TributaryDomain} from "src/base/TributaryDomain.sol";
import {IActors} from "src/interfaces/IActors.sol";
import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {MerkleRoot} from "src/libraries/MerkleRoot.sol";
import {StrideHash} from "src/libraries/StrideHash.sol";
import {Transition} from "src/libraries/Transition.sol";
import {Posting, Stride} from "src/types/Interactions.sol";
import {Role} from "src/types/Operator.sol";

/// @title InteractionInputs
/// @notice See {IInteractionInputs}.
contract InteractionInputs is IInteractionInputs, TributaryDomain {
    using FixedPointMathLib for uint256;
    using SafeCastLib for uint256;

    struct Actor {
        address key;
        uint64 retiredFrom;
    }

    struct Forced {
        bytes32 hash;
        uint40 dueAt;
    }

    struct Demand {
        address requester;
        uint96 bond;
    }

    uint64 private constant MOST_STRIDES = 64;
    /// @dev The mark of a signature that was demanded and not shown.
    uint256 private constant MISSING = type(uint16).max;
    /// @dev Of an answer to a requester that refuses the rest of its bond, which then costs 42,000 more.
    uint256 private constant ANSWER_GAS = 110_000;
    uint256 private constant LEAST_GAS_PRICE = 1 gwei;

    /// @notice Where works have their numbers.
    IContentRegistry public immutable CONTENT_REGISTRY;
    /// @notice Where sequencers are bonded.
    IOperatorRegistry public immutable OPERATOR_REGISTRY;
    /// @notice Where the state is asserted.
    IInteractionRollup public immutable ROLLUP;
    /// @inheritdoc IInteractionInputs
    uint40 public immutable FORCE_DELAY;
    /// @inheritdoc IInteractionInputs
    uint40 public immutable DEMAND_TIME;

    /// @inheritdoc IInteractionInputs
    mapping(uint64 number => bytes32) public postingHash;
    /// @inheritdoc IInteractionInputs
    uint64 public postingCount;
    /// @inheritdoc IInteractionInputs
    uint32 public actorCount;
    uint64 private _forcedFrom;
    uint64 private _forcedTo;

    mapping(uint256 actor => Actor) private _actors;
    /// @dev One more than the number.
    mapping(address account => uint32) private _numbers;
    mapping(uint64 place => Forced) private _forced;
    mapping(uint64 number => mapping(uint256 stride => uint256)) private _marks;
    mapping(uint64 number => mapping(uint256 stride => mapping(uint8 place => Demand))) private _demands;
    /// @dev How many demanded signatures were not shown.
    mapping(uint64 number => uint256) private _unshown;

    constructor(
        IContentRegistry contentRegistry,
        IOperatorRegistry operatorRegistry,
        IInteractionRollup rollup,
        uint40 forceDelay,
        uint40 demandTime
    ) {
        (CONTENT_REGISTRY, OPERATOR_REGISTRY, ROLLUP) = (contentRegistry, operatorRegistry, rollup);
        (FORCE_DELAY, DEMAND_TIME) = (forceDelay, demandTime);
    }

    /* ACTORS */

    /// @inheritdoc IInteractionInputs
    function register(address key) external returns (uint32 actor) {
        if (_numbers[msg.sender] != 0) {
            revert InteractionInputs_AlreadyRegistered(msg.sender, _numbers[msg.sender] - 1);
        }
        if (key == address(0)) revert InteractionInputs_NoKey();
        actor = actorCount++;
        _numbers[msg.sender] = actor + 1;
        _actors[actor] = Actor(key, type(uint64).max);
        emit ActorRegistered(actor, msg.sender, key);
    }

    /// @inheritdoc IInteractionInputs
    function retireKey() external {
        (uint32 actor, bool isRegistered) = actorOf(msg.sender);
        if (!isRegistered) revert InteractionInputs_NotRegistered(msg.sender);
        Actor storage stored = _actors[actor];
        if (stored.retiredFrom > postingCount) stored.retiredFrom = postingCount;
        emit KeyRetired(actor, stored.retiredFrom);
    }

    /* INPUTS */

    /// @inheritdoc IInteractionInputs
    function postInputs(bytes calldata operations, bytes calldata signatures)
        external
        returns (uint64 number)
    {
        if (!OPERATOR_REGISTRY.isActive(msg.sender, Role.Sequencer) && !ROLLUP.isOpenToAll()) {
            revert InteractionInputs_NotASequencer(msg.sender);
        }
        uint64 place = _forcedFrom;
        if (place < _forcedTo && block.timestamp >= _forced[place].dueAt) {
            revert InteractionInputs_ForcedFirst(place);
        }
        uint256 count = operations.length / StrideHash.OPERATIONS_BYTES;
        _checkLengths(operations, signatures, count);

        number = postingCount++;
        bool isSigned = signatures.length != 0;
        bytes32[] memory leaves = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            leaves[i] = StrideHash.leaf(number, i, StrideHash.at(operations, signatures, i));
        }
        Posting memory posting = _post(number, leaves, isSigned);
        emit InputsPosted(number, msg.sender, posting, operations, signatures);
    }

    /// @inheritdoc IInteractionInputs
    function forceStride(bytes calldata operations, bytes calldata signatures)
        external
        returns (uint64 place)
    {
        if (signatures.length == 0) {
            revert InteractionInputs_LengthInvalid(operations.length, 0);
        }
        _checkLengths(operations, signatures, 1);
        place = _forcedTo++;
        _forced[place] =
            Forced(StrideHash.at(operations, signatures, 0), (block.timestamp + FORCE_DELAY).toUint40());
        emit StrideForced(place, msg.sender, operations, signatures);
    }

    /// @inheritdoc IInteractionInputs
    function postForced() external returns (uint64 number) {
        (uint64 from, uint64 to) = (_forcedFrom, _forcedTo);
        if (from == to) revert InteractionInputs_NothingForced();
        if (to - from > MOST_STRIDES) to = from + MOST_STRIDES;
        uint64 count = to - from;
        number = postingCount++;
        bytes32[] memory leaves = new bytes32[](count);
        for (uint64 i; i < count; ++i) {
            leaves[i] = StrideHash.leaf(number, i, _forced[from + i].hash);
            delete _forced[from + i];
        }
        _forcedFrom = to;
        emit InputsPosted(number, msg.sender, _post(number, leaves, true), "", "");
        emit ForcedPosted(number, from, count);
    }

    /* SIGNATURES */

    /// @inheritdoc IInteractionInputs
    function demandSignature(uint64 number, Posting calldata posting, Stride calldata stride, uint8 place)
        external
        payable
    {
        _checkPosted(number, posting);
        if (posting.isSigned) revert InteractionInputs_Signed(number);
        _checkInPosting(number, posting, stride);
        _checkEffective(number, posting, stride, place);
        uint256 until = posting.postedAt + DEMAND_TIME;
        if (block.timestamp >= until) revert InteractionInputs_TooLate(until);
        if (msg.value < demandBond()) revert InteractionInputs_BondTooLow(msg.value, demandBond());
        if (_markOf(number, stride.index, place) != 0) {
            revert InteractionInputs_AlreadyDemanded(number, stride.index, place);
        }

        _mark(number, stride.index, place, MISSING);
        ++_unshown[number];
        _demands[number][stride.index][place] = Demand(msg.sender, msg.value.toUint96());
        emit SignatureDemanded(number, stride.index, place, msg.sender, msg.value);
    }

    /// @inheritdoc IInteractionInputs
    function showSignature(
        uint64 number,
        Posting calldata posting,
        Stride calldata stride,
        uint8 place,
        uint16 version,
        bytes calldata signature
    ) external {
        _checkPosted(number, posting);
        _checkInPosting(number, posting, stride);
        uint256 until = finalAt(posting);
        if (block.timestamp >= until) revert InteractionInputs_TooLate(until);
        uint256 mark = _markOf(number, stride.index, place);
        // a later version than was shown, too: else whoever shows an old signature of the same operation would silence it
        if (mark == 0 || (mark != MISSING && version < mark)) {
            revert InteractionInputs_NotDemanded(number, stride.index, place);
        }
        _checkSignature(number, Transition.operationAt(stride.operations, place), version, signature);

        _mark(number, stride.index, place, 1 + uint256(version));
        if (mark == MISSING) --_unshown[number];
        emit SignatureShown(number, stride.index, place, version, signature);
        Demand memory demand = _taken(number, stride.index, place);
        uint256 paid = uint256(demand.bond).min(ANSWER_GAS * tx.gasprice);
        GuardedTransfer.force(msg.sender, paid);
        GuardedTransfer.force(demand.requester, demand.bond - paid);
    }

    /// @inheritdoc IInteractionInputs
    function reclaimBond(uint64 number, Posting calldata posting, uint256 stride, uint8 place) external {
        _checkPosted(number, posting);
        uint256 until = finalAt(posting);
        if (block.timestamp < until) revert InteractionInputs_TooEarly(until);
        Demand memory demand = _taken(number, stride, place);
        if (demand.requester == address(0)) revert InteractionInputs_NotDemanded(number, stride, place);
        emit SignatureMissing(number, stride, place);
        GuardedTransfer.force(demand.requester, demand.bond);
    }

    /* VIEWERS */

    /// @inheritdoc IActors
    function keyOf(uint256 actor, uint64 posting) public view returns (address) {
        Actor storage stored = _actors[actor];
        return posting < stored.retiredFrom ? stored.key : address(0);
    }

    /// @inheritdoc IInteractionInputs
    function actorOf(address account) public view returns (uint32 actor, bool isRegistered) {
        uint32 number = _numbers[account];
        return number == 0 ? (0, false) : (number - 1, true);
    }

    /// @inheritdoc IInteractionInputs
    function queue() external view returns (uint64 from, uint64 to) {
        return (_forcedFrom, _forcedTo);
    }

    /// @inheritdoc IInteractionInputs
    function finalAt(Posting calldata posting) public view returns (uint256) {
        return posting.isSigned ? posting.postedAt : posting.postedAt + 2 * uint256(DEMAND_TIME);
    }

    /// @inheritdoc IInteractionInputs
    function marksOf(uint64 number, uint256 stride) external view returns (uint256) {
        return _unshown[number] == 0 ? _marks[number][stride] : type(uint256).max;
    }

    /// @inheritdoc IInteractionInputs
    function demandBond() public view returns (uint256) {
        // the base fee may double twice until the answer
        return ANSWER_GAS * (4 * block.basefee).max(LEAST_GAS_PRICE);
    }

    /// @inheritdoc IInteractionInputs
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparator();
    }

    /* INTERNAL */

    function _checkLengths(bytes calldata operations, bytes calldata signatures, uint256 count) private pure {
        bool isWhole = count != 0 && count <= MOST_STRIDES
            && operations.length == count * StrideHash.OPERATIONS_BYTES
            && (signatures.length == 0 || signatures.length == count * StrideHash.SIGNATURES_BYTES);
        if (!isWhole) revert InteractionInputs_LengthInvalid(operations.length, signatures.length);
    }

    function _post(uint64 number, bytes32[] memory leaves, bool isSigned)
        private
        returns (Posting memory posting)
    {
        posting = Posting({
            root: MerkleRoot.over(leaves),
            strides: uint16(leaves.length),
            postedAt: uint40(block.timestamp),
            actors: actorCount,
            works: uint32(CONTENT_REGISTRY.workCount()),
            isSigned: isSigned
        });
        postingHash[number] = keccak256(abi.encode(posting));
    }

    function _checkPosted(uint64 number, Posting calldata posting) private view {
        if (postingHash[number] != keccak256(abi.encode(posting))) {
            revert InteractionInputs_NotPosted(number);
        }
    }

    function _checkInPosting(uint64 number, Posting calldata posting, Stride calldata stride) private pure {
        if (!StrideHash.isIn(number, posting, stride)) {
            revert InteractionInputs_NotInPosting(number, stride.index);
        }
    }

    /// @dev What has no effect anyway has no signature, either.
    function _checkEffective(uint64 number, Posting calldata posting, Stride calldata stride, uint8 place)
        private
        view
    {
        bool isEffective = Transition.isEffective(stride.operations, place, posting.actors, posting.works);
        if (
            !isEffective
                || keyOf(Transition.operationAt(stride.operations, place).actor, number) == address(0)
        ) {
            revert InteractionInputs_NothingToSign(number, stride.index, place);
        }
    }

    function _checkSignature(
        uint64 number,
        Transition.Operation memory operation,
        uint16 version,
        bytes calldata signature
    ) private view {
        address signer;
        if (signature.length == Transition.SIGNATURE_BYTES && version < Transition.MOST_VERSION) {
            bytes32 digest = Transition.digest(_domainSeparator(), operation, version);
            // forge-lint: disable-next-line(unsafe-typecast) the first half of 64 bytes
            signer = ECDSA.tryRecover(digest, bytes32(signature), bytes32(signature[32:]));
        }
        if (signer == address(0) || signer != keyOf(operation.actor, number)) {
            revert InteractionInputs_SignatureInvalid(signer);
        }
    }

    function _markOf(uint64 number, uint256 stride, uint8 place) private view returns (uint256) {
        return uint16(_marks[number][stride] >> (16 * uint256(place)));
    }

    function _mark(uint64 number, uint256 stride, uint8 place, uint256 mark) private {
        uint256 shift = 16 * uint256(place);
        _marks[number][stride] = _marks[number][stride] & ~(MISSING << shift) | mark << shift;
    }

    function _taken(uint64 number, uint256 stride, uint8 place) private returns (Demand memory demand) {
        demand = _demands[number][stride][place];
        delete _demands[number][stride][place];
    }
}
