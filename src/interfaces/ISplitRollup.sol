// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {Segment} from "src/types/Segment.sol";
import {SplitId} from "src/types/SplitId.sol";

/// @title SplitRollup
/// @notice Shares revenue by proof (formats: docs/SPEC.md). Revenue is credited to splits in batches; one Groth16 proof
/// moves a segment's root by a whole batch; another proof shows that a recipient's share is at least a given amount.
/// @dev Every function is open to all. There is no sequencer, no owner, and nobody to trust:
/// - SPL-1: Σ over positions of claimed(split) ≤ revenue(split) = Σ settled credits(split);
/// - SPL-2: batches of a segment settle in the order they were sealed;
/// - SPL-3: logs, call data and public keys suffice to settle and to claim;
/// - SPL-4: a proof for one chain, contract, root or batch is good for no other.
interface ISplitRollup {
    event SplitRegistered(SplitId indexed split, uint256 tableHash, address indexed registrant);
    /// @param link The bytes that the batch hash took in: `count u16 ‖ count × (slot u8 ‖ amount u96)`.
    event Credited(uint64 indexed segment, uint64 indexed batch, bytes link);
    event BatchSealed(uint64 indexed segment, uint64 indexed batch, bytes32 batchHash, uint16 entries);
    /// @param fee The proving fees of the batch, paid to `beneficiary`, in wei.
    event BatchSettled(
        uint64 indexed segment,
        uint64 indexed batch,
        uint256 newRoot,
        address indexed beneficiary,
        uint256 fee
    );
    /// @param paid The amount that was paid now, in wei.
    /// @param entitlement The sum of all payments to the position, in wei.
    event Claimed(
        SplitId indexed split,
        uint8 indexed position,
        address indexed recipient,
        uint128 paid,
        uint128 entitlement
    );

    /// @notice Every entry must have an amount above zero.
    error SplitRollup_AmountZero(uint8 slot);
    error SplitRollup_BatchEmpty(uint64 segment);
    /// @notice The links are not the sealed batch: give all links of the batch, in the order of their {Credited} events.
    error SplitRollup_BatchMismatch(bytes32 given, bytes32 sealedHash);
    /// @notice The open batch may be sealed from `sealableAt` on, in seconds, or when full.
    error SplitRollup_BatchTooYoung(uint64 segment, uint256 sealableAt);
    error SplitRollup_BeneficiaryZero();
    /// @notice `length` bytes are not 1 to {MAX_ENTRIES} entries of 13 bytes.
    error SplitRollup_EntriesMalformed(uint256 length);
    /// @notice The segment has no batch to settle: {seal} one first.
    error SplitRollup_NothingSealed(uint64 segment);
    /// @notice The position was paid `claimed` before, which is not below `entitlement`.
    error SplitRollup_NothingToClaim(uint128 entitlement, uint128 claimed);
    /// @notice The proof does not prove these public signals on this chain and contract.
    error SplitRollup_ProofInvalid();
    /// @notice The segment has not settled `settledBatches` batches yet.
    error SplitRollup_RootUnknown(uint64 segment, uint64 settledBatches);
    error SplitRollup_SlotUnknown(uint64 segment, uint8 slot);
    error SplitRollup_SplitUnknown(SplitId split);
    /// @notice A table hash is above zero and below the order of BN254's scalar field.
    error SplitRollup_TableHashInvalid(uint256 tableHash);

    /// @notice Registers a split by the hash of the split's table, under the next id.
    /// @dev Emits a {SplitRegistered} event.
    /// Notes:
    /// - the table (up to 16 recipients and their bps) stays with the collaborators, and never changes;
    /// - a malformed table can be registered, but no share of such a table can be claimed.
    /// Requirements:
    /// - `tableHash` is an element of the BN254 scalar field, above zero.
    function registerSplit(uint256 tableHash) external returns (SplitId split);

    /// @notice Takes tokens from the caller, and adds credits to the open batch of `segment`.
    /// @dev Emits a {Credited} event, and a {BatchSealed} event before if the credits no longer fit the open batch.
    /// Requirements:
    /// - 1 to {MAX_ENTRIES} entries, each with an amount above zero, and a slot that is registered;
    /// - the caller approved the sum of the amounts, and {PROVING_FEE} for each entry.
    /// @param entries 13 bytes each: `slot u8 ‖ amount u96`, packed big-endian.
    function credit(uint64 segment, bytes calldata entries) external;

    /// @notice Seals the open batch of `segment`.
    /// @dev Emits a {BatchSealed} event. Requirements: the batch has an entry, and is full or {SEAL_AGE} old.
    function seal(uint64 segment) external;

    /// @notice Settles the oldest sealed batch of `segment`: the root becomes `newRoot`.
    /// @dev Emits a {BatchSettled} event. Pays the batch's proving fees to `beneficiary`.
    /// The challenge is
    /// `x = keccak256(abi.encode(chainId, this, segment, batch, beneficiary, oldRoot, newRoot, batchHash)) mod p`, and the
    /// fingerprint `y = Σ amount · x^(slot + 1) mod p`. The two roots fix the leaves before x exists, so a
    /// change of the leaves that is not the batch's survives with a probability of 256/p.
    /// Requirements:
    /// - `links` is the sealed batch;
    /// - the proof is one of `circuits/settle.circom` for (x, y, oldRoot, newRoot).
    /// @param links The batch's links, one after another, in the order of their {Credited} events.
    function settle(
        uint64 segment,
        bytes calldata links,
        uint256 newRoot,
        address beneficiary,
        Groth16Proof calldata proof
    ) external;

    /// @notice Pays `recipient` the part of its share of `split` that was not paid yet.
    /// @dev Emits a {Claimed} event. Anyone may call; only `recipient` can be paid.
    /// Requirements:
    /// - the segment has settled `settledBatches` batches. Every root of the past is good for ever: revenue only grows, and
    ///   only the part of `entitlement` that was not paid yet is paid;
    /// - the proof is one of `circuits/claim.circom`: `position` of the split's table is `recipient`, and
    ///   the position's share of the split's revenue under that root is `entitlement`;
    /// - `entitlement` is above the sum that the position was paid.
    /// @param entitlement The position's whole share since the beginning, in wei.
    /// @param settledBatches The number of settled batches under the root that the proof is against.
    /// @return paid In wei.
    function claim(
        SplitId split,
        uint8 position,
        address recipient,
        uint128 entitlement,
        uint64 settledBatches,
        Groth16Proof calldata proof
    ) external returns (uint128 paid);

    /// @return The number of registered splits; also the id of the next split.
    function splitCount() external view returns (uint64);

    /// @return The hash of the split's table; zero for an id that is not registered.
    function tableHashOf(SplitId split) external view returns (uint256);

    /// @return The sum of all payments to `position` of `split`, in wei.
    function claimed(SplitId split, uint8 position) external view returns (uint128);

    /// @return The queue of `segment`.
    function segmentOf(uint64 segment) external view returns (Segment memory);

    /// @return The hash of a batch that is sealed and not yet settled; else zero.
    function sealedBatch(uint64 segment, uint64 batch) external view returns (bytes32);

    /// @return The root of `segment` after `settledBatches` batches.
    /// @dev Every root is kept. Reverts with {SplitRollup_RootUnknown} for a root of the future.
    function rootAt(uint64 segment, uint64 settledBatches) external view returns (uint256);

    /// @return The ERC-20 that is shared; the token moves exactly the asked amount.
    function TOKEN() external view returns (address);

    /// @return The fee that each entry pays to the beneficiary of the settlement, in wei.
    function PROVING_FEE() external view returns (uint96);

    /// @return The age from which a batch may be sealed, in seconds.
    function SEAL_AGE() external view returns (uint40);

    /// @return The most entries of a batch.
    function MAX_ENTRIES() external view returns (uint16);
}
