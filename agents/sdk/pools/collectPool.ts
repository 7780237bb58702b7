// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamPoolsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { PoolKey } from "./pool.ts";

export type CollectPoolParameters = WriteOptions & { streamPools: Address; key: PoolKey };
export type CollectPoolReturnType = { transactionHash: Hex; amountWei: bigint };

/**
 * Pays the payee everything accrued in a pool, at the same gas for any number of seats. Anyone may call it.
 *
 * @example
 * const { amountWei } = await collectPool(client, { streamPools, key });
 */
export async function collectPool(
  client: SigningClient,
  { streamPools, key, gas }: CollectPoolParameters,
): Promise<CollectPoolReturnType> {
  const contract = { abi: streamPoolsAbi, address: streamPools };
  const { event, transactionHash } = await confirmWrite(client, {
    ...contract,
    functionName: "collectPool",
    args: [key],
    eventName: "PoolCollected",
    gas,
  });
  return { transactionHash, amountWei: event.amount };
}
