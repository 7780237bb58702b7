// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Deal} from "src/types/Deal.sol";
import {Holding} from "src/types/PieceRequest.sol";

/// @title StorageDeals
/// @notice Anyone prepays STREAM for the copies of a work; the edges that own the work by {IPlacement} claim it, epoch by epoch.
/// @dev An epoch costs price × bytes / 1e9 for each copy. An owner's share of an epoch is its own, whoever calls and whatever others
/// do, if (DEAL-2):
/// - the edge is among the first `copies` owners of the epoch, and the epoch is one of the deal's;
/// - it could be asked for the work: its {Holding} was posted before the epoch began;
/// - it lost no request for a piece of the work that was made in the epoch ({IAvailability.lost}).
/// Notes:
/// - a deal is named by the work and a number, from 0 on; a work may have several, and each pays;
/// - price and bytes are taken once, when the deal opens: nothing that happens to the work later changes what an epoch pays;
/// - a deal is for one generation of the work: anyone may stop one whose work was republished.
/// Warning: an edge that was asked in an epoch answers until the end of the next one, and the loss counts once it is collected. A
/// share matures {CLAIM_DELAY} epochs after its own, so a loss that nobody collects in one whole epoch comes too late.
interface IStorageDeals {
    /// @param deposit What was taken, in wei: whole epochs.
    event DealOpened(
        bytes32 indexed contentId, uint256 indexed number, address indexed payer, Deal deal, uint256 deposit
    );
    /// @param until The first epoch that is paid no more.
    event DealToppedUp(
        bytes32 indexed contentId, uint256 indexed number, address from, uint64 until, uint256 deposit
    );
    /// @param returned What the payer received, in wei.
    event DealStopped(bytes32 indexed contentId, uint256 indexed number, uint64 until, uint256 returned);
    /// @notice The edge's shares of `epochs` epochs were paid to it: those from `fromEpoch` to `toEpoch` that were due.
    event Claimed(
        bytes32 indexed contentId,
        uint256 indexed number,
        address indexed edge,
        uint64 fromEpoch,
        uint64 toEpoch,
        uint256 epochs,
        uint256 paid
    );
    /// @notice What nobody claimed of the epochs before `until` came back to the payer.
    event Returned(bytes32 indexed contentId, uint256 indexed number, uint64 until, uint256 returned);
    /// @notice The edge may be asked for any chunk of the work, from `from` to `to`: `holding` and `signature` are what
    /// {IAvailabilityCourt.requestPiece} takes.
    event HoldingPosted(
        address indexed edge,
        bytes32 indexed contentId,
        uint64 from,
        uint64 to,
        Holding holding,
        bytes signature
    );

    /// @notice At least `least` copies are paid, and at most `most`.
    error StorageDeals_CopiesInvalid(uint8 copies, uint8 least, uint8 most);
    /// @notice The deposit pays no epoch, which costs `epochWei`; zero for a price that is below one wei for the work.
    error StorageDeals_DepositTooLow(uint256 deposit, uint256 epochWei);
    /// @notice A holding counts if it is of all chunks of the present generation, and ends in an epoch to come.
    error StorageDeals_HoldingInvalid(Holding holding);
    /// @notice The work was never registered, or still grows.
    error StorageDeals_NotFinished(bytes32 contentId);
    /// @notice None of the epochs named is due to the edge: see {IStorageDeals}.
    error StorageDeals_NothingDue(bytes32 contentId, uint256 number, address edge);
    /// @notice No share of an epoch named may come back yet.
    error StorageDeals_NothingToReturn(bytes32 contentId, uint256 number);
    /// @notice Only the payer stops a deal whose work was not republished.
    error StorageDeals_NotPayer(address caller, address payer);
    /// @notice The deal was never opened, or its last epoch has begun: open another.
    error StorageDeals_Over(bytes32 contentId, uint256 number);
    error StorageDeals_SignatureInvalid();

    /// @notice Opens a deal that begins with the next epoch, and takes as many whole epochs as `deposit` pays.
    /// @dev Emits a {DealOpened} event.
    /// Requirements:
    /// - the work is registered, and not live;
    /// - `copies` is {LEAST_COPIES} to {MOST_COPIES};
    /// - `deposit` pays an epoch at least, and the caller approved it.
    /// @param pricePerGigabyte Of one copy and one epoch, in wei for each 1e9 bytes.
    /// @param deposit The most that is taken, in wei.
    /// @return number Names the deal beside the work.
    function open(bytes32 contentId, uint96 pricePerGigabyte, uint8 copies, uint96 deposit)
        external
        returns (uint256 number);

    /// @notice Opens a deal like {open}, taking the deposit by a permit of the caller's over `deposit`.
    function openWithPermit(
        bytes32 contentId,
        uint96 pricePerGigabyte,
        uint8 copies,
        uint96 deposit,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 number);

    /// @notice Adds as many whole epochs to the end of a deal as `deposit` pays. Anyone may; what comes back is the payer's.
    /// @dev Emits a {DealToppedUp} event. Requirements: an epoch of the deal is yet to begin, and `deposit` pays one at least.
    function topUp(bytes32 contentId, uint256 number, uint96 deposit) external;

    /// @notice Tops up like {topUp}, taking the deposit by a permit of the caller's over `deposit`.
    function topUpWithPermit(
        bytes32 contentId,
        uint256 number,
        uint96 deposit,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Ends a deal with the present epoch. The epochs to come return to the payer at once.
    /// @dev Emits a {DealStopped} event. Requirements: an epoch of the deal is yet to begin, and the caller is the payer, or the work
    /// was republished.
    function stop(bytes32 contentId, uint256 number) external;

    /// @notice Returns to the payer what nobody claimed of the epochs up to `toEpoch`, whoever calls.
    /// @dev Emits a {Returned} event. Requirements: {CLAIM_DELAY} + {CLAIM_PERIOD} epochs have passed since an epoch whose shares have
    /// not come back.
    function takeBack(bytes32 contentId, uint256 number, uint64 toEpoch) external returns (uint256 returned);

    /// @notice Pays an edge what is due to it for the epochs from `fromEpoch` to `toEpoch`, whoever calls. Epochs of which nothing is
    /// due are passed over.
    /// @dev Emits a {Claimed} event. Requirements: something is due. Each epoch adds about 55,000 gas with 100 edges on the roster.
    /// @return paid In wei.
    function claim(bytes32 contentId, uint256 number, address edge, uint64 fromEpoch, uint64 toEpoch)
        external
        returns (uint256 paid);

    /// @notice Posts what an edge signed, so that anyone may ask the edge for the work, and the edge is paid for it from the next epoch
    /// on. Anyone may call. {MOST_AHEAD} epochs are taken at most; the rest by another call.
    /// @dev Emits a {HoldingPosted} event.
    /// Requirements: the holding is of all chunks of the work's present generation, and ends after the present epoch.
    /// Warning: the edge can be asked until the holding ends, also in epochs in which it does not own the work.
    function postHolding(Holding calldata holding, bytes calldata signature) external;

    /// @return All zero for a deal that was never opened.
    function dealOf(bytes32 contentId, uint256 number) external view returns (Deal memory);

    /// @return The number of deals that were opened for a work.
    function dealCount(bytes32 contentId) external view returns (uint256);

    /// @return A bit for each owner that was paid for the epoch, the best owner's the lowest.
    function paidOf(bytes32 contentId, uint256 number, uint64 epoch) external view returns (uint16);

    /// @return Whether a holding of the edge's for the epoch was posted before it.
    function isPosted(address edge, bytes32 contentId, uint32 generation, uint64 epoch)
        external
        view
        returns (bool);

    /// @return After how many epochs an epoch's shares may be claimed.
    function CLAIM_DELAY() external view returns (uint64);

    /// @return For how many epochs a share waits for its owner at least, from then on.
    function CLAIM_PERIOD() external view returns (uint64);

    function LEAST_COPIES() external view returns (uint8);

    function MOST_COPIES() external view returns (uint8);

    /// @return How many epochs one {postHolding} covers at most.
    function MOST_AHEAD() external view returns (uint64);
}
