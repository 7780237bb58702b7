// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Seat} from "src/types/Pool.sol";
import {Rate} from "src/types/Rate.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamPools_SeatOf_Test is StreamScene {
    function test_GivenThereIsNoSeat() external view {
        Seat memory none;
        assertEq(abi.encode(pools.seatOf(pools.poolIdOf(poolKey()), VIEWER)), abi.encode(none));
    }

    function test_GivenTheSeatHasEnded() external {
        join(VIEWER, rate(), 0);
        skip(2 days);
        Seat memory seat = pools.seatOf(pools.poolIdOf(poolKey()), VIEWER);
        assertLt(seat.endsAt, block.timestamp);
        assertEq(Rate.unwrap(seat.rate), Rate.unwrap(rate()));
    }
}
