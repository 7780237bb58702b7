// SPDX-License-Identifier: MIT
import { type Address, type Client, zeroAddress } from "viem";
import { readContract } from "viem/actions";
import { streamPoolsAbi } from "../abis.generated.ts";
import type { Rate } from "../streams/rate.ts";
import { type PoolKey, poolIdOf, type Seat } from "./pool.ts";

export type ReadPoolParameters = {
  streamPools: Address;
  key: PoolKey;
  /** The viewer whose seat to read; without a viewer, the seat is empty. */
  viewer?: Address;
};

/** `rate`: of all seats at the pool's last change. `collectableWei`: accrued and not collected. */
export type ReadPoolReturnType = { rate: Rate; collectableWei: bigint; seat: Seat };

/**
 * Reads the state of a pool, and a viewer's seat.
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
  return { rate: rate as Rate, collectableWei, seat: { ...seat, rate: seat.rate as Rate } };
}
