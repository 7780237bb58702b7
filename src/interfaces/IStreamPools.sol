// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Funding} from "src/types/Funding.sol";
import {Payee} from "src/types/Payee.sol";
import {Pool, PoolKey, Seat} from "src/types/Pool.sol";
import {Rate} from "src/types/Rate.sol";

/// @title StreamPools
/// @notice The streams of one content, summed: a creator collects from any number of viewers at one price. A viewer's stream,
/// its seat, ends when a day does.
/// @dev What a seat costs is rounded up to a wei, and refunds down; what that leaves accrues to the pool, so all of a
/// pool belongs to somebody (PAY-2).
interface IStreamPools {
    event PoolJoined(
        bytes32 indexed contentId,
        Payee indexed payee,
        address indexed viewer,
        address token,
        Rate rate,
        uint40 endsAt
    );
    event PoolLeft(bytes32 indexed poolId, address indexed viewer, uint256 refunded);
    event PoolCollected(bytes32 indexed poolId, uint256 amount);

    error StreamPools_AlreadySeated(bytes32 poolId, address viewer);
    error StreamPools_DayOutOfRange(uint256 day, uint256 first, uint256 last);
    error StreamPools_NotSeated(bytes32 poolId, address viewer);
    error StreamPools_RateZero();
    error StreamPools_TransferInexact(uint256 asked, uint256 received);

    /// @notice Takes a seat for the caller in a content's pool, from now until the end of `lastDay`, and pays for all of it.
    /// @dev Emits a {PoolJoined} event. Requirements:
    /// - `key.payee` can be paid in `key.token`, which delivers what it is asked to;
    /// - `rate` is above zero; `lastDay` is today or one of the next {MAXIMUM_SEAT_DAYS} - 1 days;
    /// - the caller has no seat there that still runs.
    /// Warning: that `key.payee` is the one whom the content's registration names is for the caller to check; another
    /// pool gives no access.
    /// A permit is over one amount, and the price falls each second: prepay rather than sign here.
    /// @param rate Wei per second, 16 binary places.
    /// @param lastDay In days since the Unix epoch.
    /// @return paid In wei.
    function joinPool(PoolKey calldata key, Rate rate, uint256 lastDay, Funding calldata funding)
        external
        returns (uint256 paid);

    /// @notice Gives up the caller's seat, and refunds what it has not cost yet.
    /// @dev Emits a {PoolLeft} event. Requirements: the caller has a seat that still runs.
    function leavePool(PoolKey calldata key) external returns (uint256 refunded);

    /// @notice Pays the payee all that has accrued in a pool, whoever calls and however many have seats. Costs more only by
    /// the days that have passed, 366 at most since a pool with seats was last changed.
    /// @dev Emits a {PoolCollected} event.
    /// @return paid In wei.
    function collectPool(PoolKey calldata key) external returns (uint256 paid);

    function poolIdOf(PoolKey calldata key) external pure returns (bytes32);

    function poolOf(bytes32 poolId) external view returns (Pool memory);

    /// @return A viewer's seat; one that has ended stays until it is taken anew.
    function seatOf(bytes32 poolId, address viewer) external view returns (Seat memory);

    /// @return What {collectPool} would pay now, in wei.
    function collectableOf(bytes32 poolId) external view returns (uint256);

    /// @return The most days that a seat can be taken for, today among them.
    function MAXIMUM_SEAT_DAYS() external view returns (uint256);
}
