// SPDX-License-Identifier: MIT
// The actions of `client.pool`. An action that adds nothing to a function of the contract is one line here.
import {
  collectableOfFunction,
  MAXIMUM_SEAT_DAYSFunction,
  PoolCollectedEvent,
  PoolJoinedEvent,
  PoolLeftEvent,
  poolIdOfFunction,
  poolOfFunction,
  seatOfFunction,
} from "../abis/streamPools.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import type { Rate } from "../streams/rate.ts";
import type { Seat } from "./pool.ts";

export { collectPool as collect } from "./collectPool.ts";
export { getPool } from "./getPool.ts";
export { joinPool as join } from "./joinPool.ts";
export { leavePool as leave } from "./leavePool.ts";

/** The id of a pool; {@link poolIdOf} computes the id without a call. */
export const getPoolId = defineRead("streamPools", poolIdOfFunction);
/** The stored state of a pool: the rate of all seats, and the wei accrued until `since`. */
export const getPoolOf = defineRead("streamPools", poolOfFunction);
/** The wei that a collection pays. */
export const getCollectable = defineRead("streamPools", collectableOfFunction);
/** The seat of a viewer; all zero for none. */
export const getSeat = defineRead("streamPools", seatOfFunction, {
  result: ({ rate, endsAt }): Seat => ({ rate: rate as Rate, endsAt }),
});
/** The most days of a seat. */
export const getMaximumSeatDays = defineRead("streamPools", MAXIMUM_SEAT_DAYSFunction);

export const watchPoolJoined = defineWatch("streamPools", PoolJoinedEvent);
export const watchPoolLeft = defineWatch("streamPools", PoolLeftEvent);
export const watchPoolCollected = defineWatch("streamPools", PoolCollectedEvent);
