// SPDX-License-Identifier: MIT
// The actions of `client.pool`. An action that adds nothing to a function of the contract is one line here.
import {
  MAXIMUM_SEAT_DAYSFunction,
  PoolCollectedEvent,
  PoolJoinedEvent,
  PoolLeftEvent,
  poolIdOfFunction,
} from "../abis/streamPools.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";

export { collectPool as collect } from "./collectPool.ts";
export { getCollectable, getPool, getPoolOf, getSeat } from "./getPool.ts";
export { joinPool as join } from "./joinPool.ts";
export { leavePool as leave } from "./leavePool.ts";

/** The id of a pool; {@link poolIdOf} computes the id without a call. */
export const getPoolId = defineRead("streamPools", poolIdOfFunction);
/** The most days of a seat. */
export const getMaximumSeatDays = defineRead("streamPools", MAXIMUM_SEAT_DAYSFunction);

export const watchPoolJoined = defineWatch("streamPools", PoolJoinedEvent);
export const watchPoolLeft = defineWatch("streamPools", PoolLeftEvent);
export const watchPoolCollected = defineWatch("streamPools", PoolCollectedEvent);
