// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { Handlers } from "../events.ts";
import { change, idOf, read, type Store } from "../store.ts";
import { deposits } from "./deposits.ts";

const DAY = 86_400n;

export const pools = {
  ...deposits,
  async PoolJoined(store, { args, timeSec }) {
    const { poolId, contentId, payee, token, viewer, rate } = args;
    const endsAt = BigInt(args.endsAt);
    const pool = await accrue(store, poolId, timeSec);
    // the price is rounded up to a wei, and the rounding accrues at once
    const rounding = (args.paid << 16n) - rate * (endsAt - timeSec);
    await change(store, "pool", poolId, () => ({
      ...{ contentId, payee, token, since: timeSec },
      ...{ accrued: pool.accrued + rounding, rate: pool.rate + rate },
    }));
    await change(store, "poolDay", idOf(poolId, endsAt / DAY), (day) => ({ rate: day.rate + rate }));
    await change(store, "seat", idOf(poolId, viewer), () => ({ poolId, viewer, rate, endsAt }));
  },
  async PoolLeft(store, { args: { poolId, viewer }, timeSec }) {
    const pool = await accrue(store, poolId, timeSec);
    const { rate, endsAt } = await read(store, "seat", idOf(poolId, viewer));
    const rounding = (rate * (endsAt - timeSec)) & 0xffffn;
    await change(store, "pool", poolId, () => ({
      ...{ accrued: pool.accrued + rounding, rate: pool.rate - rate, since: timeSec },
    }));
    await change(store, "poolDay", idOf(poolId, endsAt / DAY), (day) => ({ rate: day.rate - rate }));
    await change(store, "seat", idOf(poolId, viewer), () => ({ rate: 0n, endsAt: 0n }));
  },
  async PoolCollected(store, { args: { poolId, amount }, timeSec }) {
    const { accrued, rate } = await accrue(store, poolId, timeSec);
    await change(store, "pool", poolId, () => ({ accrued: accrued - (amount << 16n), rate, since: timeSec }));
  },
} satisfies Handlers<"StreamPools">;

/** @returns The rate and the accrued amount of a pool at `timeSec`: seats end as their days do. */
export async function accrue(store: Store, poolId: Hex, timeSec: bigint) {
  let { rate, accrued, since } = await read(store, "pool", poolId);
  while (rate !== 0n) {
    const midnight = (since / DAY + 1n) * DAY;
    const until = midnight < timeSec ? midnight : timeSec;
    accrued += rate * (until - since);
    since = until;
    if (until !== midnight) break;
    rate -= (await read(store, "poolDay", idOf(poolId, midnight / DAY))).rate;
  }
  return { rate, accrued };
}
