// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {Deposits} from "src/payments/base/Deposits.sol";
import {Payouts} from "src/payments/base/Payouts.sol";
import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {IStreamPools} from "src/interfaces/IStreamPools.sol";
import {KeyHash} from "src/libraries/KeyHash.sol";
import {Funding} from "src/types/Funding.sol";
import {payeeOf} from "src/types/Payee.sol";
import {Pool, PoolKey, Seat} from "src/types/Pool.sol";
import {RATE_PLACES, Rate, fractionOf, wholeAbove, wholeOf} from "src/types/Rate.sol";

/// @title StreamPools
/// @notice See {IStreamPools}.
contract StreamPools is IStreamPools, Deposits {
    using KeyHash for PoolKey;
    using SafeCastLib for uint256;

    /// @inheritdoc IStreamPools
    uint256 public constant MAXIMUM_SEAT_DAYS = 366;

    mapping(bytes32 poolId => Pool) private _pools;
    mapping(bytes32 poolId => mapping(address viewer => Seat)) private _seats;
    /// @dev The rates of the seats that end when a day begins, summed.
    mapping(bytes32 poolId => mapping(uint256 day => uint104)) private _ending;

    constructor(ISplitRollup splitRollup) Payouts(splitRollup) {}

    /* VIEWERS */

    /// @inheritdoc IStreamPools
    function joinPool(PoolKey calldata key, Rate rate, uint256 lastDay, Funding calldata funding)
        external
        nonReentrant
        returns (uint256 paid)
    {
        _requirePayable(key.payee, key.token);
        if (rate.isZero()) revert StreamPools_RateZero();
        uint256 today = block.timestamp / 1 days;
        if (lastDay < today || lastDay >= today + MAXIMUM_SEAT_DAYS) {
            revert StreamPools_DayOutOfRange(lastDay, today, today + MAXIMUM_SEAT_DAYS - 1);
        }
        bytes32 poolId = poolIdOf(key);
        Seat storage seat = _seats[poolId][_sender()];
        if (seat.endsAt > block.timestamp) revert StreamPools_AlreadySeated(poolId, _sender());

        // forge-lint: disable-next-line(unsafe-typecast) 366 days from now at most
        uint40 endsAt = uint40((lastDay + 1) * 1 days);
        paid = _enter(key, poolId, rate, endsAt, block.timestamp, funding);
        (seat.rate, seat.endsAt) = (rate, endsAt);
        emit PoolJoined(key.contentId, key.payee, _sender(), poolId, key.token, rate, endsAt, paid);
    }

    /// @inheritdoc IStreamPools
    function leavePool(PoolKey calldata key) external nonReentrant returns (uint256 refunded) {
        bytes32 poolId = poolIdOf(key);
        Seat memory seat = _seats[poolId][_sender()];
        if (seat.endsAt <= block.timestamp) revert StreamPools_NotSeated(poolId, _sender());
        delete _seats[poolId][_sender()];

        (Pool memory pool, uint256 scaled) = _accrue(poolId);
        pool.leave(seat.rate);
        _ending[poolId][seat.endsAt / 1 days] -= Rate.unwrap(seat.rate);
        uint256 left = seat.toCome();
        refunded = wholeOf(left);
        _store(key, poolId, pool, scaled + fractionOf(left));
        emit PoolLeft(poolId, _sender(), refunded);
        _pay(payeeOf(_sender()), key.token, refunded);
    }

    /* ANYONE */

    /// @inheritdoc IStreamPools
    function collectPool(PoolKey calldata key) external nonReentrant returns (uint256 paid) {
        bytes32 poolId = poolIdOf(key);
        (Pool memory pool, uint256 scaled) = _accrue(poolId);
        paid = wholeOf(scaled);
        pool.accrued = fractionOf(scaled);
        _pools[poolId] = pool;
        emit PoolCollected(poolId, paid);
        _pay(key.payee, key.token, paid);
    }

    /* VIEWS */

    /// @inheritdoc IStreamPools
    function poolIdOf(PoolKey calldata key) public pure returns (bytes32) {
        return key.hashOf();
    }

    /// @inheritdoc IStreamPools
    function poolOf(bytes32 poolId) external view returns (Pool memory) {
        return _pools[poolId];
    }

    /// @inheritdoc IStreamPools
    function seatOf(bytes32 poolId, address viewer) external view returns (Seat memory) {
        return _seats[poolId][viewer];
    }

    /// @inheritdoc IStreamPools
    function collectableOf(bytes32 poolId) external view returns (uint256) {
        (, uint256 scaled) = _accrue(poolId);
        return wholeOf(scaled);
    }

    /* INTERNAL */

    /// @dev Takes the price of a seat from `from` on, rounded up to a wei; the rounding accrues at once.
    function _enter(
        PoolKey memory key,
        bytes32 poolId,
        Rate rate,
        uint256 endsAt,
        uint256 from,
        Funding calldata funding
    ) private returns (uint256 paid) {
        uint256 costs = rate.over(endsAt - from);
        paid = wholeAbove(costs).toUint96();
        uint256 received = _take(key.token, paid, funding);
        if (received != paid) revert StreamPools_TransferInexact(paid, received);

        (Pool memory pool, uint256 scaled) = _accrue(poolId);
        pool.join(rate);
        _ending[poolId][endsAt / 1 days] += Rate.unwrap(rate);
        _store(key, poolId, pool, scaled + (paid << RATE_PLACES) - costs);
    }

    /// @dev Runs the pool from its last change until now, past the ends of days at which seats end.
    /// @return pool The pool as of now, but for `accrued`.
    /// @return scaled The accrued amount, scaled; may be more than `accrued` can hold.
    function _accrue(bytes32 poolId) private view returns (Pool memory pool, uint256 scaled) {
        pool = _pools[poolId];
        scaled = pool.accrued;
        uint256 since = pool.since;
        while (pool.rate != 0) {
            uint256 day = since / 1 days + 1;
            uint256 until = FixedPointMathLib.min(day * 1 days, block.timestamp);
            scaled += pool.over(until - since);
            since = until;
            if (until != day * 1 days) break;
            pool.rate -= _ending[poolId][day];
        }
        pool.since = uint40(block.timestamp);
    }

    /// @dev An amount that the storage word cannot hold is owed to the payee instead, so no sum can lock a pool.
    function _store(PoolKey memory key, bytes32 poolId, Pool memory pool, uint256 scaled) private {
        if (scaled > type(uint112).max) {
            emit PoolCollected(poolId, wholeOf(scaled));
            _owe(key.payee, key.token, wholeOf(scaled));
            scaled = fractionOf(scaled);
        }
        // forge-lint: disable-next-line(unsafe-typecast) checked
        pool.accrued = uint112(scaled);
        _pools[poolId] = pool;
    }
}
