// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Leaves} from "src/libraries/Leaves.sol";
import {StateTree} from "src/libraries/StateTree.sol";
import {StrideHash} from "src/libraries/StrideHash.sol";
import {Transition} from "src/libraries/Transition.sol";
import {Assertion, Evidence, Posting, Stride, Verdict} from "src/types/Interactions.sol";

/// @title InteractionRollup
/// @notice See {IInteractionRollup}.
/// @dev No lock: an assertion is paid after its verdict says so, and nothing else calls out.
contract InteractionRollup is IInteractionRollup {
    using SafeCastLib for uint256;
    using SafeTransferLib for address;

    /// @dev One storage word.
    /// @param holder Who asserted; once it is false, who is rewarded beside who falsified it.
    /// @param since When it was made; once it is false, when the holder committed to that.
    /// @param falsifiedAt When it was falsified; zero if it was reaped.
    /// @param stride The stride that was shown to be false.
    struct Status {
        address holder;
        uint40 since;
        uint40 falsifiedAt;
        uint8 stride;
        Verdict verdict;
    }

    uint256 private constant KEPT_ROOTS = 64;
    address private constant BURNED = 0x000000000000000000000000000000000000dEaD;

    /// @notice Where the inputs are.
    IInteractionInputs public immutable INPUTS;
    /// @inheritdoc IInteractionRollup
    uint96 public immutable BOND;
    /// @inheritdoc IInteractionRollup
    uint40 public immutable WINDOW;
    /// @inheritdoc IInteractionRollup
    uint40 public immutable REVEAL_TIME;
    /// @inheritdoc IInteractionRollup
    uint40 public immutable ESCAPE_TIME;
    /// @inheritdoc IInteractionRollup
    uint40 public immutable MOST_DELAY;
    /// @inheritdoc IInteractionRollup
    address public immutable GUARDIAN;

    uint64 private _next;
    uint40 private _confirmedAt;
    /// @dev One more than the posting whose confirmation the guardian put off last.
    uint64 private _delayed;
    bytes32[KEPT_ROOTS] private _roots;
    mapping(bytes32 id => Status) private _statuses;
    mapping(bytes32 commitment => uint40) private _committedAt;

    /// @param bond In wei of ether: more than twice what a falsification costs at a high base fee.
    constructor(IInteractionInputs inputs, uint96 bond, uint40 window, address guardian) {
        (INPUTS, BOND, WINDOW, GUARDIAN) = (inputs, bond, window, guardian);
        (REVEAL_TIME, ESCAPE_TIME, MOST_DELAY) = (window / 7, 2 * window, window);
        _confirmedAt = uint40(block.timestamp);
    }

    /* ASSERTIONS */

    /// @inheritdoc IInteractionRollup
    function assertState(
        uint64 number,
        Posting calldata posting,
        bytes32 rootBefore,
        bytes32[] calldata roots
    ) external payable returns (bytes32 id) {
        if (msg.value != BOND) revert InteractionRollup_BondWrong(msg.value, BOND);
        if (number < _next) revert InteractionRollup_AlreadyConfirmed(number);
        _checkPosted(number, posting);
        uint256 until = INPUTS.finalAt(posting);
        if (block.timestamp < until) revert InteractionRollup_TooEarly(until);
        if (roots.length != posting.strides) {
            revert InteractionRollup_RootCountWrong(roots.length, posting.strides);
        }

        id = keccak256(abi.encode(Assertion(number, rootBefore, roots[roots.length - 1], _hashOf(roots))));
        Status storage status = _statuses[id];
        if (status.verdict != Verdict.None) revert InteractionRollup_AlreadyAsserted(id);
        (status.holder, status.since, status.verdict) = (msg.sender, uint40(block.timestamp), Verdict.Pending);
        emit Asserted(id, number, msg.sender, rootBefore, roots);
    }

    /// @inheritdoc IInteractionRollup
    function confirm(Assertion calldata assertion) external {
        (bytes32 id, Status storage status) = _pending(assertion);
        (uint64 number, bytes32 root) = next();
        if (assertion.posting != number || assertion.rootBefore != root) {
            revert InteractionRollup_NotNext(number, root);
        }
        uint256 until = uint256(status.since) + WINDOW + (_delayed == number + 1 ? MOST_DELAY : 0);
        if (block.timestamp < until) revert InteractionRollup_TooEarly(until);

        status.verdict = Verdict.Confirmed;
        _roots[number % KEPT_ROOTS] = assertion.rootAfter;
        (_next, _confirmedAt) = (number + 1, uint40(block.timestamp));
        emit Confirmed(id, number, assertion.rootAfter);
    }

    /// @inheritdoc IInteractionRollup
    function collect(Assertion calldata assertion) external {
        bytes32 id = idOf(assertion);
        Status storage status = _statuses[id];
        Verdict verdict = status.verdict;
        if (verdict != Verdict.Confirmed && verdict != Verdict.Falsified) {
            revert InteractionRollup_NothingToCollect(id, verdict);
        }
        bool isFalsified = verdict == Verdict.Falsified && status.falsifiedAt != 0;
        uint256 until = isFalsified ? uint256(status.falsifiedAt) + REVEAL_TIME : 0;
        if (block.timestamp < until) revert InteractionRollup_TooEarly(until);

        status.verdict = Verdict.Paid;
        uint256 burned = verdict == Verdict.Falsified ? BOND - BOND / 2 : 0;
        uint256 paid = BOND - burned - (isFalsified ? BOND / 4 : 0);
        emit Collected(id, status.holder, paid, burned);
        _send(status.holder, paid);
        _send(BURNED, burned);
    }

    /* FALSEHOODS */

    /// @inheritdoc IInteractionRollup
    function falsify(
        Assertion calldata assertion,
        bytes32[] calldata roots,
        Posting calldata posting,
        Stride calldata stride,
        Evidence calldata evidence
    ) external {
        (bytes32 id, Status storage status) = _pending(assertion);
        _checkPosted(assertion.posting, posting);
        if (!StrideHash.isIn(assertion.posting, posting, stride)) {
            revert InteractionRollup_NotInPosting(assertion.posting, stride.index);
        }
        // OPT-1: a stride that is in the posting has a root, and these are all roots
        if (_hashOf(roots) != assertion.rootsHash || stride.index >= roots.length) {
            revert InteractionRollup_RootsInvalid(id, stride.index);
        }

        Leaves.Map memory map = Transition.run(
            _contextOf(assertion.posting, posting, stride.index),
            stride.operations,
            stride.signatures,
            evidence.values
        );
        bytes32 rootBefore = stride.index == 0 ? assertion.rootBefore : roots[stride.index - 1];
        // OPT-2: a stride that reads nothing changes nothing, and has no witness
        (bytes32 shown, bytes32 rootAfter) =
            map.keys.length == 0 ? (rootBefore, rootBefore) : StateTree.rootsOf(map, evidence.witness);
        if (shown != rootBefore) revert InteractionRollup_RootBeforeDiffers(shown, rootBefore);
        if (rootAfter == roots[stride.index]) revert InteractionRollup_RootTrue(id, stride.index);

        _falsified(status, uint40(block.timestamp));
        status.stride = stride.index.toUint8();
        emit Falsified(id, msg.sender, stride.index, rootAfter);
        // pays for the gas whoever committed earlier, and be it the liar itself
        _send(msg.sender, BOND / 4);
    }

    /// @inheritdoc IInteractionRollup
    function reap(Assertion calldata assertion) external {
        (bytes32 id, Status storage status) = _pending(assertion);
        if (assertion.posting >= _next) revert InteractionRollup_NotOrphaned(id);
        _falsified(status, 0);
        emit Reaped(id, msg.sender);
    }

    /// @inheritdoc IInteractionRollup
    function commit(bytes32 commitment) external {
        if (_committedAt[commitment] != 0) return;
        _committedAt[commitment] = uint40(block.timestamp);
        emit Committed(commitment);
    }

    /// @inheritdoc IInteractionRollup
    function takeReward(Assertion calldata assertion, bytes32 salt) external {
        bytes32 id = idOf(assertion);
        Status storage status = _statuses[id];
        uint40 committedAt = _committedAt[keccak256(abi.encode(id, uint256(status.stride), msg.sender, salt))];
        bool isOpen = status.verdict == Verdict.Falsified
            && block.timestamp < uint256(status.falsifiedAt) + REVEAL_TIME;
        if (!isOpen || committedAt == 0 || committedAt >= status.since) {
            revert InteractionRollup_NotEarlier(id);
        }
        (status.holder, status.since) = (msg.sender, committedAt);
        emit RewardTaken(id, msg.sender);
    }

    /* GUARDIAN */

    /// @inheritdoc IInteractionRollup
    function delayConfirmation() external {
        if (msg.sender != GUARDIAN || _delayed == _next + 1) {
            revert InteractionRollup_NotTheGuardian(msg.sender);
        }
        _delayed = _next + 1;
        emit ConfirmationDelayed(_next);
    }

    /* VIEWERS */

    /// @inheritdoc IInteractionRollup
    function read(uint64 posting, bytes32 key, uint256 value, bytes calldata witness)
        external
        view
        returns (bool)
    {
        if (posting >= _next || posting + KEPT_ROOTS < _next) revert InteractionRollup_NoRoot(posting);
        (bytes32 shown,) = StateTree.rootsOf(Leaves.single(key, value), witness);
        return shown == _roots[posting % KEPT_ROOTS];
    }

    /// @inheritdoc IInteractionRollup
    function isOpenToAll() external view returns (bool) {
        return block.timestamp > uint256(_confirmedAt) + ESCAPE_TIME;
    }

    /// @inheritdoc IInteractionRollup
    function next() public view returns (uint64 posting, bytes32 root) {
        posting = _next;
        root = posting == 0 ? bytes32(0) : _roots[(posting - 1) % KEPT_ROOTS];
    }

    /// @inheritdoc IInteractionRollup
    function idOf(Assertion calldata assertion) public pure returns (bytes32) {
        return keccak256(abi.encode(assertion));
    }

    /// @inheritdoc IInteractionRollup
    function statusOf(bytes32 id) external view returns (Verdict verdict, address holder, uint40 since) {
        Status storage status = _statuses[id];
        return (status.verdict, status.holder, status.since);
    }

    /* INTERNAL */

    function _pending(Assertion calldata assertion) private view returns (bytes32 id, Status storage status) {
        id = idOf(assertion);
        status = _statuses[id];
        if (status.verdict != Verdict.Pending) revert InteractionRollup_NotPending(id, status.verdict);
    }

    function _checkPosted(uint64 number, Posting calldata posting) private view {
        if (INPUTS.postingHash(number) != keccak256(abi.encode(posting))) {
            revert InteractionRollup_NotPosted(number);
        }
    }

    function _contextOf(uint64 number, Posting calldata posting, uint256 stride)
        private
        view
        returns (Transition.Context memory)
    {
        return Transition.Context({
            actors: INPUTS,
            domainSeparator: INPUTS.domainSeparator(),
            posting: number,
            time: posting.postedAt,
            actorCount: posting.actors,
            workCount: posting.works,
            isSigned: posting.isSigned,
            marks: INPUTS.marksOf(number, stride)
        });
    }

    function _falsified(Status storage status, uint40 at) private {
        (status.holder, status.since, status.falsifiedAt, status.verdict) =
        (msg.sender, uint40(block.timestamp), at, Verdict.Falsified);
    }

    /// @dev keccak256(abi.encodePacked(roots)), for a tenth of the gas.
    function _hashOf(bytes32[] calldata roots) private pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, roots.offset, shl(5, roots.length))
            hash := keccak256(free, shl(5, roots.length))
        }
    }

    /// @dev A receiver that refuses gets the ether all the same.
    function _send(address to, uint256 amount) private {
        to.forceSafeTransferETH(amount, SafeTransferLib.GAS_STIPEND_NO_STORAGE_WRITES);
    }
}
