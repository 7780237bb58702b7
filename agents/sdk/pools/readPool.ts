// SPDX-License-Identifier: MIT
import { type Address, type Client, zeroAddress } from "viem";
import { readContract } from "viem/actions";
import { streamPoolsAbi } from "../abis.generated.ts";
import type { Rate } from "../streams/rate.ts";
import { type PoolKey, poolIdOf, type Seat } from "./pool.ts";

export type ReadPoolParameters = {
  streamPools: Address;
  key: PoolKey;
  /** Whose seat to read; without it, an empty seat. */
  viewer?: Address;
};

/** `rate`: of all seats that ran when the pool was last changed. `collectableWei`: what could be collected now. */
export type ReadPoolReturnType = { rate: Rate; collectableWei: bigint; seat: Seat };

/**
 * Reads what stands about a pool, and a viewer's seat in it.
 *
 * @example
 * const { collectableWei, seat } = await readPool(client, { streamPools, key, viewer });
 * const seated = seat.endsAt > Date.now() / 1_000;
 */
export async function readPool(
  client: Client,
  { streamPools, key, viewer = zeroAddress }: ReadPoolParameters,
): Promise<ReadPoolReturnType> {
  const contract = { abi: streamPoolsAbi, address: streamPools } as const;
  const poolId = poolIdOf(key);
  const [{ rate }, collectableWei, seat] = await Promise.all([
    readContract(client, { ...contract, functionName: "poolOf", args: [poolId] }),
    readContract(client, { ...contract, functionName: "collectableOf", args: [poolId] }),
    readContract(client, { ...contract, functionName: "seatOf", args: [poolId, viewer] }),
  ]);
  return { rate, collectableWei, seat };
}
