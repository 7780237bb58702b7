// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";
import { bytesToHex, type Hex } from "viem";
import type { Store } from "../kernel/store/store.ts";
import type { ChallengerTables } from "./tables.ts";

export type Progress = { seed: Hex; round: number };

/** Reads the next round and the secret seed of its order; draws a seed at the first start. */
export async function readProgress({ db }: Store<ChallengerTables>): Promise<Progress> {
  const fresh = { id: 1 as const, seed: bytesToHex(randomBytes(32)), round: 0 };
  await db
    .insertInto("progress")
    .values(fresh)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { seed, round } = await db.selectFrom("progress").selectAll().executeTakeFirstOrThrow();
  return { seed: seed as Hex, round };
}

/** Saves `round` as the next one. */
export async function saveRound({ db }: Store<ChallengerTables>, round: number): Promise<void> {
  await db.updateTable("progress").set({ round }).execute();
}
