// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Funding} from "src/types/Funding.sol";
import {Payee} from "src/types/Payee.sol";
import {Pool, PoolKey, Seat} from "src/types/Pool.sol";
import {Rate} from "src/types/Rate.sol";

/// @title StreamPools
/// @notice Sums the streams of one content: a creator collects from any number of viewers at one price. A viewer's stream is
/// called a seat, and ends when a day does.
/// @dev The price of a seat is rounded up to a wei, a refund down; the rounding accrues to the pool, so every wei of a pool
/// belongs to an account (PAY-2).
interface IStreamPools {
    /// @notice `viewer` took a seat that pays `rate` until `endsAt`, and paid `paid` wei for the seat.
    /// @dev A pool holds the sum of `paid` less the sums of {PoolLeft} and {PoolCollected}.
    /// @param poolId The hash of content, payee and token.
    event PoolJoined(
        bytes32 indexed contentId,
        Payee indexed payee,
        address indexed viewer,
        bytes32 poolId,
        address token,
        Rate rate,
        uint40 endsAt,
        uint256 paid
    );
    /// @notice `viewer` gave up a seat, and is refunded `refunded` wei.
    event PoolLeft(bytes32 indexed poolId, address indexed viewer, uint256 refunded);
    /// @notice `amount` wei left the pool for the payee: paid, or recorded in {IPayouts.owed}.
    event PoolCollected(bytes32 indexed poolId, uint256 amount);

    /// @notice The viewer's seat still runs: leave the pool first, or wait for the seat's end.
    error StreamPools_AlreadySeated(bytes32 poolId, address viewer);
    /// @notice `day` must be from `first` to `last`, in days since the Unix epoch.
    error StreamPools_DayOutOfRange(uint256 day, uint256 first, uint256 last);
    /// @notice The viewer has no seat that still runs.
    error StreamPools_NotSeated(bytes32 poolId, address viewer);
    error StreamPools_RateZero();
    /// @notice The token delivered another amount than asked: a token that keeps a fee cannot be used here.
    error StreamPools_TransferInexact(uint256 asked, uint256 received);

    /// @notice Takes a seat for the caller in a content's pool, from now until the end of `lastDay`, and takes the whole price.
    /// @dev Emits a {PoolJoined} event. Requirements:
    /// - `key.payee` can be paid in `key.token`, which delivers the whole asked amount;
    /// - `rate` is above zero; `lastDay` is today or one of the next {MAXIMUM_SEAT_DAYS} - 1 days;
    /// - the caller has no seat in the pool that still runs.
    /// Warning: the caller must check that `key.payee` is the payee of the content's registration; a seat in another pool
    /// gives no access.
    /// A permit is over one amount, and the price falls each second: prepay instead of signing a permit.
    /// @param rate Wei per second, 16 binary places.
    /// @param lastDay In days since the Unix epoch.
    /// @return paid In wei.
    function joinPool(PoolKey calldata key, Rate rate, uint256 lastDay, Funding calldata funding)
        external
        returns (uint256 paid);

    /// @notice Gives up the caller's seat, and refunds the price of the time that is left.
    /// @dev Emits a {PoolLeft} event. Requirements: the caller has a seat that still runs.
    /// @return refunded In wei.
    function leavePool(PoolKey calldata key) external returns (uint256 refunded);

    /// @notice Pays the payee all that has accrued in a pool, whoever calls. The cost does not depend on the number of seats; the
    /// cost grows with the days that have passed, 366 at most since a pool with seats was last changed.
    /// @dev Emits a {PoolCollected} event.
    /// @return paid In wei.
    function collectPool(PoolKey calldata key) external returns (uint256 paid);

    /// @return The hash of `key`.
    function poolIdOf(PoolKey calldata key) external pure returns (bytes32);

    /// @return The stored state of a pool, as of its last change.
    function poolOf(bytes32 poolId) external view returns (Pool memory);

    /// @return A viewer's seat; a seat that has ended stays until the viewer joins again.
    function seatOf(bytes32 poolId, address viewer) external view returns (Seat memory);

    /// @return The amount that {collectPool} would pay now, in wei.
    function collectableOf(bytes32 poolId) external view returns (uint256);

    /// @return The most days that a seat can last, today among them.
    function MAXIMUM_SEAT_DAYS() external view returns (uint256);
}
