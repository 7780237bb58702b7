// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely, Transaction } from "kysely";
import type { KernelTables } from "./kernelTables.ts";

/** Block hashes remembered per cursor. A reorg that reaches below the oldest starts over from the first block. */
const REMEMBERED = 256;

/** The next block to read, or undefined before the first. */
export async function readCursor(db: Kysely<KernelTables>, name: string): Promise<bigint | undefined> {
  const row = await db
    .selectFrom("kernel_cursor")
    .select("next_block")
    .where("name", "=", name)
    .executeTakeFirst();
  return row && BigInt(row.next_block);
}

/** The remembered hash of `block`, or undefined. */
export async function rememberedHash(
  db: Kysely<KernelTables>,
  name: string,
  block: bigint,
): Promise<string | undefined> {
  const row = await db
    .selectFrom("kernel_block")
    .select("hash")
    .where("name", "=", name)
    .where("number", "=", Number(block))
    .executeTakeFirst();
  return row?.hash;
}

/** What a read of a block's logs gave, as long as the block is to be read again, and how often that was done. */
export type Doubt = { read: string; times: number };

/** Moves the cursor past `block` and remembers its hash. */
export async function saveCursor<Tables>(
  trx: Transaction<Tables>,
  name: string,
  { block, hash, doubt }: { block: bigint; hash: string; doubt?: Doubt | undefined },
): Promise<void> {
  const db = trx as unknown as Kysely<KernelTables>;
  const number = Number(block);
  await db
    .insertInto("kernel_block")
    .values({ name, number, hash, ...columnsOf(doubt) })
    .execute();
  const oldest = db
    .selectFrom("kernel_block")
    .select("number")
    .where("name", "=", name)
    .orderBy("number", "desc")
    .limit(1)
    .offset(REMEMBERED - 1);
  await db.deleteFrom("kernel_block").where("name", "=", name).where("number", "<", oldest).execute();
  await moveTo(db, name, block + 1n);
}

/** The remembered blocks that are to be read again, in order. */
export async function doubts(
  db: Kysely<KernelTables>,
  name: string,
): Promise<(Doubt & { number: bigint; hash: string })[]> {
  const rows = await db
    .selectFrom("kernel_block")
    .selectAll()
    .where("name", "=", name)
    .where("logs_read", "is not", null)
    .orderBy("number")
    .execute();
  return rows.map(({ number, hash, logs_read, times_read_again }) => ({
    number: BigInt(number),
    hash,
    read: logs_read ?? "",
    times: times_read_again,
  }));
}

/** Notes that a block was read again; without `left`, for the last time. */
export async function settleDoubt(
  db: Kysely<KernelTables>,
  name: string,
  block: bigint,
  left: Doubt | undefined,
): Promise<void> {
  await db
    .updateTable("kernel_block")
    .set(columnsOf(left))
    .where("name", "=", name)
    .where("number", "=", Number(block))
    .execute();
}

const columnsOf = (doubt: Doubt | undefined) => ({
  logs_read: doubt?.read ?? null,
  times_read_again: doubt?.times ?? 0,
});

/** Moves the cursor back to `block`, and forgets the hashes from there on. */
export async function rewindCursor<Tables>(
  trx: Transaction<Tables>,
  name: string,
  block: bigint,
): Promise<void> {
  const db = trx as unknown as Kysely<KernelTables>;
  await db.deleteFrom("kernel_block").where("name", "=", name).where("number", ">=", Number(block)).execute();
  await moveTo(db, name, block);
}

/**
 * The first block that a reorg replaced: undefined without a reorg, "all" when every remembered block was replaced.
 * Blocks above `head` prove nothing, since an RPC may lag; they are compared later.
 */
export async function forkPoint(
  db: Kysely<KernelTables>,
  name: string,
  head: bigint,
  hashOf: (block: bigint) => Promise<string>,
): Promise<bigint | "all" | undefined> {
  const remembered = await db
    .selectFrom("kernel_block")
    .select(["number", "hash"])
    .where("name", "=", name)
    .where("number", "<=", Number(head))
    .orderBy("number", "desc")
    .execute();
  for (const [index, { number, hash }] of remembered.entries()) {
    if ((await hashOf(BigInt(number))) !== hash) continue;
    return index === 0 ? undefined : BigInt(number) + 1n;
  }
  return remembered.length === 0 ? undefined : "all";
}

async function moveTo(db: Kysely<KernelTables>, name: string, block: bigint): Promise<void> {
  const next_block = Number(block);
  await db
    .insertInto("kernel_cursor")
    .values({ name, next_block })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ next_block }))
    .execute();
}
