// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IPolicy} from "src/interfaces/IPolicy.sol";
import {IStreamPools} from "src/interfaces/IStreamPools.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {PoolKey, Seat} from "src/types/Pool.sol";
import {Rate} from "src/types/Rate.sol";

/// @title SeatPolicy
/// @notice Lets in who has a seat in the pool of the work and its payee, at the terms' rate at least.
/// @dev Terms: `abi.encode(address token, Rate rate)`. Evidence: none.
contract SeatPolicy is IPolicy {
    /// @notice Where the seats are.
    IStreamPools public immutable STREAM_POOLS;
    /// @notice Where the payees of works are registered.
    IContentRegistry public immutable CONTENT_REGISTRY;

    constructor(IStreamPools streamPools, IContentRegistry contentRegistry) {
        (STREAM_POOLS, CONTENT_REGISTRY) = (streamPools, contentRegistry);
    }

    /// @inheritdoc IPolicy
    function isAllowed(AccessRequest calldata request, bytes calldata terms, bytes calldata)
        external
        view
        returns (bool)
    {
        (address token, Rate rate) = abi.decode(terms, (address, Rate));
        PoolKey memory key = PoolKey(request.contentId, CONTENT_REGISTRY.payeeOf(request.contentId), token);
        Seat memory seat = STREAM_POOLS.seatOf(STREAM_POOLS.poolIdOf(key), request.viewer);
        return seat.endsAt > block.timestamp && Rate.unwrap(seat.rate) >= Rate.unwrap(rate);
    }
}
