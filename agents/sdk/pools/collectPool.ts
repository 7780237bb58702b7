// SPDX-License-Identifier: MIT
import { collectPoolFunction, PoolCollectedEvent, streamPoolsErrors } from "../abis/streamPools.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { PoolKey } from "./pool.ts";

export type CollectPoolParameters = { key: PoolKey };

/**
 * Pays the payee everything accrued in a pool, at the same gas for any number of seats. Anyone may call it.
 *
 * @example
 * const { amountWei } = await client.pool.collectSync({ key });
 */
export const collectPool = defineWrite({
  contract: "streamPools",
  functions: [collectPoolFunction],
  event: PoolCollectedEvent,
  errors: streamPoolsErrors,
  call: ({ key }: CollectPoolParameters) => ({ args: [key] }),
  result: ({ amount }) => ({ amountWei: amount }),
});
