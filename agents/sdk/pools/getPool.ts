// SPDX-License-Identifier: MIT
import { type Address, zeroAddress } from "viem";
import { collectableOfFunction, poolOfFunction, seatOfFunction } from "../abis/streamPools.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import { readAll } from "../chain/readAll.ts";
import type { Rate } from "../streams/rate.ts";
import { type PoolKey, poolIdOf, type Seat } from "./pool.ts";

/** The stored state of a pool: the rate of all seats, and the wei accrued until `since`. */
export const getPoolOf = defineRead("streamPools", poolOfFunction);
/** The wei that a collection pays. */
export const getCollectable = defineRead("streamPools", collectableOfFunction);
/** The seat of a viewer; all zero for none. */
export const getSeat = defineRead("streamPools", seatOfFunction, { result: seatOf });

export type GetPoolParameters = ReadOptions & {
  key: PoolKey;
  /** The viewer whose seat to read; without a viewer, the seat is empty. */
  viewer?: Address | undefined;
};

/** `rate`: of all seats at the pool's last change. `collectableWei`: accrued and not collected. */
export type GetPoolReturnType = { rate: Rate; collectableWei: bigint; seat: Seat };

/**
 * Reads the state of a pool, and a viewer's seat.
 *
 * @example
 * const { collectableWei, seat } = await client.pool.getPool({ key, viewer: viewer.account.address });
 * const seated = seat.endsAt > Date.now() / 1_000;
 */
export async function getPool(
  client: AnyClient,
  { key, viewer = zeroAddress, ...options }: GetPoolParameters,
): Promise<GetPoolReturnType> {
  const asked = { ...options, poolId: poolIdOf(key), viewer };
  const [{ rate }, collectableWei, seat] = await readAll(
    client,
    [getPoolOf.call(client, asked), getCollectable.call(client, asked), getSeat.call(client, asked)],
    options,
  );
  return { rate: rate as Rate, collectableWei, seat: seatOf(seat) };
}

function seatOf({ rate, endsAt }: { rate: bigint; endsAt: number }): Seat {
  return { rate: rate as Rate, endsAt };
}
