// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { Store } from "../kernel/store/store.ts";
import type { Refusal, SignedHolding } from "./demandPolicy.ts";
import type { ChallengerTables } from "./tables.ts";

type Place = { operator: Address; contentId: Hex; index: number };

/** Counts a refusal of a chunk. */
export async function countRefusal({ db }: Store<ChallengerTables>, place: Place): Promise<void> {
  const row = { operator: place.operator, content_id: place.contentId, chunk_index: place.index };
  await db
    .insertInto("refusal")
    .values({ ...row, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["operator", "content_id", "chunk_index"])
        .doUpdateSet((set) => ({ count: set("refusal.count", "+", 1) })),
    )
    .execute();
}

/** Forgets the refusals of a chunk that came, or was demanded. */
export async function forgetRefusal({ db }: Store<ChallengerTables>, place: Place): Promise<void> {
  await db
    .deleteFrom("refusal")
    .where("operator", "=", place.operator)
    .where("content_id", "=", place.contentId)
    .where("chunk_index", "=", place.index)
    .execute();
}

export async function readRefusals({ db }: Store<ChallengerTables>): Promise<Refusal[]> {
  const rows = await db.selectFrom("refusal").selectAll().orderBy("count", "desc").execute();
  return rows.map(({ operator, content_id, chunk_index, count }) => ({
    operator: operator as Address,
    contentId: content_id as Hex,
    index: chunk_index,
    count,
  }));
}

/** Keeps the latest promise of an edge about a work. */
export async function saveHolding({ db }: Store<ChallengerTables>, signed: SignedHolding): Promise<void> {
  const { contentId, generation, leafCount, until } = signed.holding;
  const row = {
    operator: signed.operator,
    content_id: contentId,
    generation,
    leaf_count: Number(leafCount),
    until: Number(until),
    signature: signed.signature,
  };
  await db
    .insertInto("holding")
    .values(row)
    .onConflict((conflict) => conflict.columns(["operator", "content_id"]).doUpdateSet(row))
    .execute();
}

export async function readHoldings({ db }: Store<ChallengerTables>): Promise<SignedHolding[]> {
  const rows = await db.selectFrom("holding").selectAll().execute();
  return rows.map((row) => ({
    operator: row.operator as Address,
    holding: {
      contentId: row.content_id as Hex,
      generation: row.generation,
      leafCount: BigInt(row.leaf_count),
      until: BigInt(row.until),
    },
    signature: row.signature as Hex,
  }));
}
