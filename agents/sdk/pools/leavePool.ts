// SPDX-License-Identifier: MIT
import { leavePoolFunction, PoolLeftEvent, streamPoolsErrors } from "../abis/streamPools.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { PoolKey } from "./pool.ts";

export type LeavePoolParameters = { key: PoolKey };

/**
 * Gives up the account's seat, and refunds the price of its remaining time.
 *
 * @throws ContractRefused, as of `StreamPools_NotSeated`.
 * @example
 * const { refundedWei } = await client.pool.leaveSync({ key });
 */
export const leavePool = defineWrite({
  contract: "streamPools",
  functions: [leavePoolFunction],
  event: PoolLeftEvent,
  errors: streamPoolsErrors,
  call: ({ key }: LeavePoolParameters) => ({ args: [key] }),
  result: ({ refunded }) => ({ refundedWei: refunded }),
});
