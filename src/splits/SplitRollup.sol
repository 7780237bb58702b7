// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {IClaimVerifier, ISettleVerifier} from "src/interfaces/IVerifiers.sol";
import {Credits} from "src/libraries/Credits.sol";
import {TransientLock} from "src/base/TransientLock.sol";
import {CreditSums} from "src/types/CreditSums.sol";
import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {Segment} from "src/types/Segment.sol";
import {SplitId, splitNumber} from "src/types/SplitId.sol";

/// @title SplitRollup
/// @notice See {ISplitRollup}.
contract SplitRollup is ISplitRollup, TransientLock {
    using SafeTransferLib for address;

    /// @inheritdoc ISplitRollup
    uint16 public constant MAX_ENTRIES = 4095;
    /// @notice The root of a segment in which every leaf is zero.
    uint256 public constant EMPTY_ROOT =
        190_094_059_183_537_526_474_050_938_428_298_547_749_140_576_722_238_745_313_696_591_586_376_835_700;

    /// @inheritdoc ISplitRollup
    address public immutable TOKEN;
    /// @inheritdoc ISplitRollup
    uint96 public immutable PROVING_FEE;
    /// @inheritdoc ISplitRollup
    uint40 public immutable SEAL_AGE;
    /// @notice Verifies settlements.
    ISettleVerifier public immutable SETTLE_VERIFIER;
    /// @notice Verifies claims.
    IClaimVerifier public immutable CLAIM_VERIFIER;

    /// @inheritdoc ISplitRollup
    uint64 public splitCount;
    /// @inheritdoc ISplitRollup
    mapping(SplitId split => uint256) public tableHashOf;
    /// @inheritdoc ISplitRollup
    mapping(SplitId split => mapping(uint8 position => uint128)) public claimed;
    /// @dev A sealed batch's hash; once the batch is settled, the segment's root after it. So every root is kept, and none
    /// costs a word of its own.
    mapping(uint64 segment => mapping(uint64 batch => bytes32)) private _batches;
    mapping(uint64 segment => Segment) private _segments;

    constructor(
        address token,
        uint96 provingFee,
        uint40 sealAge,
        ISettleVerifier settleVerifier,
        IClaimVerifier claimVerifier
    ) {
        TOKEN = token;
        PROVING_FEE = provingFee;
        SEAL_AGE = sealAge;
        SETTLE_VERIFIER = settleVerifier;
        CLAIM_VERIFIER = claimVerifier;
    }

    /* REVENUE */

    /// @inheritdoc ISplitRollup
    function registerSplit(uint256 tableHash) external returns (SplitId split) {
        if (tableHash == 0 || tableHash >= Credits.FIELD_ORDER) {
            revert SplitRollup_TableHashInvalid(tableHash);
        }
        split = SplitId.wrap(splitCount++);
        tableHashOf[split] = tableHash;
        emit SplitRegistered(split, tableHash, msg.sender);
    }

    /// @inheritdoc ISplitRollup
    function credit(uint64 segment, bytes calldata entries) external nonReentrant {
        uint256 count = entries.length / Credits.ENTRY_BYTES;
        if (count == 0 || count > MAX_ENTRIES || entries.length % Credits.ENTRY_BYTES != 0) {
            revert SplitRollup_EntriesMalformed(entries.length);
        }
        uint256 total = _sum(segment, entries) + count * PROVING_FEE;

        Segment memory queue = _segments[segment];
        if (queue.openEntries + count > MAX_ENTRIES) _seal(segment, queue);
        if (queue.openEntries == 0) queue.openedAt = uint40(block.timestamp);
        // forge-lint: disable-next-line(unsafe-typecast) at most MAX_ENTRIES, checked above
        bytes memory link = abi.encodePacked(uint16(count), entries);
        queue.openHash = Credits.fold(queue.openHash, link);
        // forge-lint: disable-next-line(unsafe-typecast) at most MAX_ENTRIES, checked above
        queue.openEntries += uint16(count);
        _segments[segment] = queue;
        emit Credited(segment, queue.sealedBatches, link);
        TOKEN.safeTransferFrom(msg.sender, address(this), total);
    }

    /* BATCHES */

    /// @inheritdoc ISplitRollup
    function seal(uint64 segment) external {
        Segment memory queue = _segments[segment];
        if (queue.openEntries == 0) revert SplitRollup_BatchEmpty(segment);
        uint256 sealableAt = uint256(queue.openedAt) + SEAL_AGE;
        if (queue.openEntries < MAX_ENTRIES && block.timestamp < sealableAt) {
            revert SplitRollup_BatchTooYoung(segment, sealableAt);
        }
        _seal(segment, queue);
        _segments[segment] = queue;
    }

    /// @inheritdoc ISplitRollup
    function settle(
        uint64 segment,
        bytes calldata links,
        uint256 newRoot,
        address beneficiary,
        Groth16Proof calldata proof
    ) external nonReentrant {
        uint64 batch = _segments[segment].settledBatches;
        bytes32 sealedHash = _batches[segment][batch];
        if (sealedHash == 0) revert SplitRollup_NothingSealed(segment);
        if (beneficiary == address(0)) revert SplitRollup_BeneficiaryZero();
        (CreditSums memory sums, bytes32 batchHash) = Credits.read(links);
        if (batchHash != sealedHash) revert SplitRollup_BatchMismatch(batchHash, sealedHash);

        // the public signals, in the order of circuits/circuits.json
        uint256[4] memory signals;
        signals[2] = rootAt(segment, batch);
        signals[3] = newRoot;
        // the challenge binds all that a proof must not be carried over from (SPL-4)
        signals[0] = uint256(
            keccak256(
                abi.encode(block.chainid, this, segment, batch, beneficiary, signals[2], newRoot, batchHash)
            )
        ) % Credits.FIELD_ORDER;
        signals[1] = Credits.fingerprint(sums, signals[0]);
        if (!SETTLE_VERIFIER.verifyProof(proof.a, proof.b, proof.c, signals)) {
            revert SplitRollup_ProofInvalid();
        }

        _batches[segment][batch] = bytes32(newRoot);
        _segments[segment].settledBatches = batch + 1;
        uint256 fee = sums.entries * PROVING_FEE;
        emit BatchSettled(segment, batch, newRoot, beneficiary, fee);
        TOKEN.safeTransfer(beneficiary, fee);
    }

    /* SHARES */

    /// @inheritdoc ISplitRollup
    function claim(
        SplitId split,
        uint8 position,
        address recipient,
        uint128 entitlement,
        uint64 settledBatches,
        Groth16Proof calldata proof
    ) external nonReentrant returns (uint128 paid) {
        uint128 before = claimed[split][position];
        if (entitlement <= before) revert SplitRollup_NothingToClaim(entitlement, before);
        // the public signals, in the order of circuits/circuits.json
        uint256[6] memory signals;
        signals[0] = rootAt(split.segment(), settledBatches);
        signals[1] = _scoped(split);
        signals[2] = tableHashOf[split];
        signals[3] = position;
        signals[4] = uint160(recipient);
        signals[5] = entitlement;
        if (signals[2] == 0) revert SplitRollup_SplitUnknown(split);
        if (!CLAIM_VERIFIER.verifyProof(proof.a, proof.b, proof.c, signals)) {
            revert SplitRollup_ProofInvalid();
        }

        claimed[split][position] = entitlement;
        paid = entitlement - before;
        emit Claimed(split, position, recipient, paid, entitlement);
        TOKEN.safeTransfer(recipient, paid);
    }

    /* VIEWERS */

    /// @inheritdoc ISplitRollup
    function segmentOf(uint64 segment) external view returns (Segment memory) {
        return _segments[segment];
    }

    /// @inheritdoc ISplitRollup
    function sealedBatch(uint64 segment, uint64 batch) external view returns (bytes32) {
        return batch < _segments[segment].settledBatches ? bytes32(0) : _batches[segment][batch];
    }

    /// @inheritdoc ISplitRollup
    function rootAt(uint64 segment, uint64 settledBatches) public view returns (uint256) {
        if (settledBatches > _segments[segment].settledBatches) {
            revert SplitRollup_RootUnknown(segment, settledBatches);
        }
        return settledBatches == 0 ? EMPTY_ROOT : uint256(_batches[segment][settledBatches - 1]);
    }

    /* INTERNAL */

    /// @dev Changes `queue` in memory; the caller stores it.
    function _seal(uint64 segment, Segment memory queue) private {
        uint64 batch = queue.sealedBatches++;
        _batches[segment][batch] = queue.openHash;
        emit BatchSealed(segment, batch, queue.openHash, queue.openEntries);
        (queue.openHash, queue.openEntries, queue.openedAt) = (0, 0, 0);
    }

    /// @return total The sum of the amounts.
    function _sum(uint64 segment, bytes calldata entries) private view returns (uint256 total) {
        uint256 count = splitCount;
        for (; entries.length != 0; entries = entries[Credits.ENTRY_BYTES:]) {
            (uint8 slot, uint96 amount) = Credits.head(entries);
            if (amount == 0) revert SplitRollup_AmountZero(slot);
            if (splitNumber(segment, slot) >= count) revert SplitRollup_SlotUnknown(segment, slot);
            total += amount;
        }
    }

    /// @dev The split's name in a proof carries the chain and the contract, so that a proof is good here only (SPL-4).
    function _scoped(SplitId split) private view returns (uint256) {
        uint256 scope = uint256(keccak256(abi.encode(block.chainid, this))) >> 128;
        return scope << 64 | SplitId.unwrap(split);
    }
}
