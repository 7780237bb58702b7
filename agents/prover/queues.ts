// SPDX-License-Identifier: GPL-3.0-or-later
import type { Store } from "../kernel/store/store.ts";
import type { LedgerTables } from "./ledgerTables.ts";
import type { BatchPlace } from "./turns.ts";

/** A batch that is not settled, with the blocks of its events. */
export type WaitingBatch = BatchPlace & {
  entries: number;
  openedAtBlock: bigint;
  sealedAtBlock: bigint | undefined;
  /** Block of the settlement of the batch before: 0 for a first batch, undefined while that is not settled. */
  headAtBlock: bigint | undefined;
};

/** The queue of each segment, out of the stored logs. A queue is read again after news of its segment alone. */
export function createQueues({ db }: Store<LedgerTables>) {
  const queues = new Map<number, readonly WaitingBatch[]>();
  let stale: Set<number> | undefined;

  async function settledBatches(segment: number): Promise<number> {
    const row = await db
      .selectFrom("settled")
      .select(({ fn }) => fn.max<number | null>("batch").as("last"))
      .where("segment", "=", segment)
      .executeTakeFirst();
    return (row?.last ?? -1) + 1;
  }

  async function readQueue(segment: number): Promise<readonly WaitingBatch[]> {
    const settled = await settledBatches(segment);
    const links = await db
      .selectFrom("link")
      .select(({ fn }) => ["batch", fn.sum("entries").as("entries"), fn.min("block").as("block")])
      .where("segment", "=", segment)
      .where("batch", ">=", settled)
      .groupBy("batch")
      .execute();
    const seals = await blocksOf("sealed", segment, settled);
    const settlements = await blocksOf("settled", segment, settled - 1);
    return links.map(({ batch, entries, block }) => ({
      segment: BigInt(segment),
      batch: BigInt(batch),
      entries: Number(entries),
      openedAtBlock: BigInt(block),
      sealedAtBlock: seals.get(batch),
      headAtBlock: batch === 0 ? 0n : settlements.get(batch - 1),
    }));
  }

  async function blocksOf(table: "sealed" | "settled", segment: number, fromBatch: number) {
    const rows = await db
      .selectFrom(table)
      .select(["batch", "block"])
      .where("segment", "=", segment)
      .where("batch", ">=", fromBatch)
      .execute();
    return new Map(rows.map(({ batch, block }) => [batch, BigInt(block)]));
  }

  return {
    settledBatches,

    /** Every batch that is not settled. */
    async waiting(): Promise<WaitingBatch[]> {
      stale ??= new Set(
        (await db.selectFrom("link").select("segment").distinct().execute()).map(({ segment }) => segment),
      );
      for (const segment of [...stale]) {
        // first, so that news during the read is read next time
        stale.delete(segment);
        try {
          queues.set(segment, await readQueue(segment));
        } catch (error) {
          stale.add(segment);
          throw error;
        }
      }
      return [...queues.values()].flat();
    },

    /** Has a segment read again. */
    touch(segment: number): void {
      stale?.add(segment);
    },

    /** Has every segment read again, after a reorg. */
    forget(): void {
      queues.clear();
      stale = undefined;
    },
  };
}
