// SPDX-License-Identifier: MIT
import { type Address, zeroAddress } from "viem";
import { collectableOfFunction, poolOfFunction, seatOfFunction } from "../abis/streamPools.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import { readAll } from "../chain/readAll.ts";
import type { Rate } from "../streams/rate.ts";
import { type PoolKey, poolIdOf, type Seat } from "./pool.ts";

const getPoolOf = defineRead("streamPools", poolOfFunction);
const getCollectable = defineRead("streamPools", collectableOfFunction);
const getSeatOf = defineRead("streamPools", seatOfFunction);

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
 * const { collectableWei, seat } = await getPool(client, { key, viewer });
 * const seated = seat.endsAt > Date.now() / 1_000;
 */
export async function getPool(
  client: AnyClient,
  { key, viewer = zeroAddress, ...options }: GetPoolParameters,
): Promise<GetPoolReturnType> {
  const asked = { ...options, poolId: poolIdOf(key), viewer };
  const [{ rate }, collectableWei, seat] = await readAll(
    client,
    [getPoolOf.call(client, asked), getCollectable.call(client, asked), getSeatOf.call(client, asked)],
    options,
  );
  return { rate: rate as Rate, collectableWei, seat: { ...seat, rate: seat.rate as Rate } };
}
