// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {LibBit} from "solady/utils/LibBit.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IPlacement} from "src/interfaces/IPlacement.sol";
import {IStorageDeals} from "src/interfaces/IStorageDeals.sol";
import {Epochs} from "src/libraries/Epochs.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {Content} from "src/types/Content.sol";
import {Deal} from "src/types/Deal.sol";
import {Holding} from "src/types/PieceRequest.sol";

/// @title StorageDeals
/// @notice See {IStorageDeals}.
/// @dev No lock: STREAM calls nobody back, and moves last. DEAL-1: what a deal holds is payWei × (copies × its epochs that have not come
/// back − the bits of {paidOf} in them), so no sum is stored.
contract StorageDeals is IStorageDeals {
    using FixedPointMathLib for uint256;
    using GuardedTransfer for address;
    using SafeCastLib for uint256;
    using SafeTransferLib for address;

    /// @inheritdoc IStorageDeals
    uint8 public constant LEAST_COPIES = 3;
    /// @inheritdoc IStorageDeals
    uint8 public constant MOST_COPIES = 16;
    /// @inheritdoc IStorageDeals
    /// @dev A request is answered until the end of the next epoch, and collected in the one after.
    uint64 public constant CLAIM_DELAY = 3;
    /// @inheritdoc IStorageDeals
    uint64 public constant MOST_AHEAD = 720;
    /// @dev Bits of an epoch in a word of {_paid}, and epochs in the word.
    uint256 private constant EPOCH_BITS = 16;

    /// @notice STREAM.
    address public immutable TOKEN;
    /// @notice Where the works are.
    IContentRegistry public immutable CONTENT_REGISTRY;
    /// @notice What says who owns a work.
    IPlacement public immutable PLACEMENT;
    /// @notice What says who lost a request.
    IAvailabilityCourt public immutable AVAILABILITY_COURT;
    /// @inheritdoc IStorageDeals
    uint64 public immutable CLAIM_PERIOD;

    /// @inheritdoc IStorageDeals
    mapping(bytes32 contentId => uint256) public dealCount;
    mapping(bytes32 contentId => mapping(uint256 number => Deal)) private _deals;
    mapping(bytes32 contentId => mapping(uint256 number => mapping(uint256 word => uint256))) private _paid;
    mapping(
        address edge
            => mapping(bytes32 contentId => mapping(uint32 generation => mapping(uint256 word => uint256)))
    ) private _posted;

    constructor(
        address token,
        IContentRegistry contentRegistry,
        IPlacement placement,
        IAvailabilityCourt availabilityCourt,
        uint64 claimPeriod
    ) {
        (TOKEN, CONTENT_REGISTRY, PLACEMENT) = (token, contentRegistry, placement);
        (AVAILABILITY_COURT, CLAIM_PERIOD) = (availabilityCourt, claimPeriod);
    }

    /* PAYERS */

    /// @inheritdoc IStorageDeals
    function open(bytes32 contentId, uint96 pricePerGigabyte, uint8 copies, uint96 deposit)
        public
        returns (uint256 number)
    {
        if (copies < LEAST_COPIES || copies > MOST_COPIES) {
            revert StorageDeals_CopiesInvalid(copies, LEAST_COPIES, MOST_COPIES);
        }
        Content memory content = CONTENT_REGISTRY.contentOf(contentId);
        if (content.publisher == address(0) || content.live) revert StorageDeals_NotFinished(contentId);
        uint40 from = _next();
        Deal memory deal = Deal({
            payWei: (uint256(pricePerGigabyte) * content.byteCount / 1e9).toUint96(),
            copies: copies,
            generation: content.generation,
            from: from,
            until: from,
            returnedUntil: from,
            payer: msg.sender
        });
        uint256 taken = _extend(deal, deposit);
        number = dealCount[contentId]++;
        _deals[contentId][number] = deal;
        emit DealOpened(contentId, number, msg.sender, deal, taken);
        TOKEN.safeTransferFrom(msg.sender, address(this), taken);
    }

    /// @inheritdoc IStorageDeals
    function openWithPermit(
        bytes32 contentId,
        uint96 pricePerGigabyte,
        uint8 copies,
        uint96 deposit,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256) {
        TOKEN.tryPermit(msg.sender, deposit, deadline, v, r, s);
        return open(contentId, pricePerGigabyte, copies, deposit);
    }

    /// @inheritdoc IStorageDeals
    function topUp(bytes32 contentId, uint256 number, uint96 deposit) public {
        Deal memory deal = _unended(contentId, number);
        uint256 taken = _extend(deal, deposit);
        _deals[contentId][number].until = deal.until;
        emit DealToppedUp(contentId, number, msg.sender, deal.until, taken);
        TOKEN.safeTransferFrom(msg.sender, address(this), taken);
    }

    /// @inheritdoc IStorageDeals
    function topUpWithPermit(
        bytes32 contentId,
        uint256 number,
        uint96 deposit,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        TOKEN.tryPermit(msg.sender, deposit, deadline, v, r, s);
        topUp(contentId, number, deposit);
    }

    /// @inheritdoc IStorageDeals
    function stop(bytes32 contentId, uint256 number) external {
        Deal memory deal = _unended(contentId, number);
        // an old generation cannot be asked for
        if (msg.sender != deal.payer && CONTENT_REGISTRY.contentOf(contentId).generation == deal.generation) {
            revert StorageDeals_NotPayer(msg.sender, deal.payer);
        }
        // DEAL-4: the epoch that runs is the owners'
        uint40 until = _next();
        uint256 returned = (deal.until - until) * _epochWei(deal);
        _deals[contentId][number].until = until;
        emit DealStopped(contentId, number, until, returned);
        TOKEN.safeTransfer(deal.payer, returned);
    }

    /// @inheritdoc IStorageDeals
    function takeBack(bytes32 contentId, uint256 number, uint64 toEpoch) external returns (uint256 returned) {
        Deal memory deal = _deals[contentId][number];
        // DEAL-4: a share is its owner's for CLAIM_PERIOD epochs at least
        uint256 until = _aged(deal.until, toEpoch, CLAIM_DELAY + CLAIM_PERIOD);
        if (until <= deal.returnedUntil) revert StorageDeals_NothingToReturn(contentId, number);
        uint256 shares = (until - deal.returnedUntil) * deal.copies;
        returned = (shares - _countPaid(_paid[contentId][number], deal.returnedUntil, until)) * deal.payWei;
        _deals[contentId][number].returnedUntil = until.toUint40();
        emit Returned(contentId, number, until.toUint64(), returned);
        TOKEN.safeTransfer(deal.payer, returned);
    }

    /* EDGES */

    /// @inheritdoc IStorageDeals
    function claim(bytes32 contentId, uint256 number, address edge, uint64 fromEpoch, uint64 toEpoch)
        external
        returns (uint256 paid)
    {
        Deal storage deal = _deals[contentId][number];
        mapping(uint256 => uint256) storage paidIn = _paid[contentId][number];
        mapping(uint256 => uint256) storage posted = _posted[edge][contentId][deal.generation];
        uint256 until = _aged(deal.until, toEpoch, CLAIM_DELAY);
        uint256 epochs;
        for (uint256 epoch = uint256(fromEpoch).max(deal.returnedUntil); epoch < until; ++epoch) {
            // DEAL-2: who could not be asked is not paid
            if (posted[epoch / 256] >> epoch % 256 & 1 == 0) continue;
            uint256 bit = _bitOf(contentId, edge, epoch, deal.copies);
            // DEAL-3: a share is paid once
            if (bit == 0 || paidIn[epoch / EPOCH_BITS] & bit != 0) continue;
            // forge-lint: disable-next-line(unsafe-typecast) below `until`
            if (AVAILABILITY_COURT.lost(edge, contentId, uint64(epoch))) continue;
            paidIn[epoch / EPOCH_BITS] |= bit;
            ++epochs;
        }
        if (epochs == 0) revert StorageDeals_NothingDue(contentId, number, edge);
        paid = epochs * deal.payWei;
        emit Claimed(contentId, number, edge, fromEpoch, toEpoch, epochs, paid);
        TOKEN.safeTransfer(edge, paid);
    }

    /// @inheritdoc IStorageDeals
    function postHolding(Holding calldata holding, bytes calldata signature) external {
        Content memory content = CONTENT_REGISTRY.contentOf(holding.contentId);
        uint64 from = _next();
        if (
            content.live || holding.generation != content.generation || holding.leafCount != content.leafCount
                || holding.until < from
        ) revert StorageDeals_HoldingInvalid(holding);
        address edge = ECDSA.tryRecoverCalldata(AVAILABILITY_COURT.holdingDigest(holding), signature);
        if (edge == address(0)) revert StorageDeals_SignatureInvalid();

        // forge-lint: disable-next-line(unsafe-typecast) not above `holding.until`
        uint64 to = uint64(uint256(holding.until).min(from + MOST_AHEAD - 1));
        mapping(uint256 => uint256) storage posted = _posted[edge][holding.contentId][holding.generation];
        for (uint256 epoch = from; epoch <= to;) {
            uint256 last = uint256(to).min(epoch | 255);
            posted[epoch / 256] |= type(uint256).max >> 255 - (last - epoch) << epoch % 256;
            epoch = last + 1;
        }
        emit HoldingPosted(edge, holding.contentId, from, to, holding, signature);
    }

    /* VIEWERS */

    /// @inheritdoc IStorageDeals
    function dealOf(bytes32 contentId, uint256 number) external view returns (Deal memory) {
        return _deals[contentId][number];
    }

    /// @inheritdoc IStorageDeals
    function paidOf(bytes32 contentId, uint256 number, uint64 epoch) external view returns (uint16) {
        // forge-lint: disable-next-line(unsafe-typecast) the epoch's bits are the low ones
        return uint16(_paid[contentId][number][epoch / EPOCH_BITS] >> epoch % EPOCH_BITS * EPOCH_BITS);
    }

    /// @inheritdoc IStorageDeals
    function isPosted(address edge, bytes32 contentId, uint32 generation, uint64 epoch)
        external
        view
        returns (bool)
    {
        return _posted[edge][contentId][generation][epoch / 256] >> epoch % 256 & 1 == 1;
    }

    /* INTERNAL */

    /// @dev Of the epochs that are yet to begin.
    function _next() private view returns (uint40) {
        return uint256(Epochs.present() + 1).toUint40();
    }

    function _epochWei(Deal memory deal) private pure returns (uint256) {
        return uint256(deal.payWei) * deal.copies;
    }

    /// @return taken What the epochs cost that `deposit` pays, and that `deal` is longer by.
    function _extend(Deal memory deal, uint96 deposit) private pure returns (uint256 taken) {
        uint256 epochWei = _epochWei(deal);
        if (epochWei == 0 || deposit < epochWei) revert StorageDeals_DepositTooLow(deposit, epochWei);
        uint256 epochs = deposit / epochWei;
        deal.until = (deal.until + epochs).toUint40();
        return epochs * epochWei;
    }

    /// @return deal Of which an epoch is yet to begin.
    function _unended(bytes32 contentId, uint256 number) private view returns (Deal memory deal) {
        deal = _deals[contentId][number];
        if (deal.until <= _next()) revert StorageDeals_Over(contentId, number);
    }

    /// @return The end of the epochs below `until` that are not above `toEpoch`, and at least `age` epochs old.
    function _aged(uint40 until, uint64 toEpoch, uint64 age) private view returns (uint256) {
        return uint256(Epochs.present() + 1).zeroFloorSub(age).min(until).min(uint256(toEpoch) + 1);
    }

    /// @return The edge's bit in the epoch's word of {_paid}; zero for who is none of the first `copies` owners.
    function _bitOf(bytes32 contentId, address edge, uint256 epoch, uint256 copies)
        private
        view
        returns (uint256)
    {
        // forge-lint: disable-next-line(unsafe-typecast) not above that of the deal
        address[] memory owners = PLACEMENT.ownersOf(contentId, uint64(epoch));
        copies = copies.min(owners.length);
        for (uint256 rank; rank < copies; ++rank) {
            // forge-lint: disable-next-line(incorrect-shift) the owner's bit
            if (owners[rank] == edge) return 1 << epoch % EPOCH_BITS * EPOCH_BITS + rank;
        }
        return 0;
    }

    function _countPaid(mapping(uint256 => uint256) storage paidIn, uint256 from, uint256 until)
        private
        view
        returns (uint256 count)
    {
        while (from < until) {
            uint256 end = until.min((from / EPOCH_BITS + 1) * EPOCH_BITS);
            uint256 bits = paidIn[from / EPOCH_BITS] >> from % EPOCH_BITS * EPOCH_BITS;
            count += LibBit.popCount(bits << 256 - (end - from) * EPOCH_BITS);
            from = end;
        }
    }
}
