// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, concatHex, getAbiItem, type Hex } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { followLogs, type LogFollower } from "../kernel/chain/logs.ts";
import { readCursor } from "../kernel/store/logCursor.ts";
import type { Store } from "../kernel/store/store.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";
import { decodeBatch } from "../splits/batch.ts";
import type { SegmentTree } from "../splits/segment.ts";
import type { LedgerTables } from "./ledgerTables.ts";
import { createQueues, type WaitingBatch } from "./queues.ts";
import { createSums } from "./sums.ts";

const events = [
  getAbiItem({ abi: splitRollupAbi, name: "Credited" }),
  getAbiItem({ abi: splitRollupAbi, name: "BatchSealed" }),
  getAbiItem({ abi: splitRollupAbi, name: "BatchSettled" }),
] as const;

const CURSOR = "splitRollup";
/** Settlements in which other provers are looked for. */
const RECENT_SETTLEMENTS = 64;

export type LedgerOptions = {
  publicClient: ChainClient;
  store: Store<LedgerTables>;
  rollup: Address;
  startBlock: bigint;
};

/** Every credit, seal and settlement of the rollup, by its logs up to the latest block. */
export type Ledger = LogFollower & {
  /** The first block that is not read yet. */
  nextBlock(): Promise<bigint>;
  /** The number of reorgs that took back rows. */
  rewinds(): number;
  /** Every batch that is not settled. */
  waiting(): Promise<WaitingBatch[]>;
  /** Who settled lately, each with the block of its last settlement. */
  settlers(): Promise<{ address: Address; block: bigint }[]>;
  settledBatches(segment: bigint): Promise<bigint>;
  /** The links of a batch, concatenated for the contract. */
  batch(segment: bigint, batch: bigint): Promise<Hex>;
  /** The first block with a credit of `batch` or of a later one. */
  firstBlockFrom(segment: bigint, batch: bigint): Promise<bigint | undefined>;
  /** The segment's tree after `batches` batches, settled or not. */
  treeAfter(segment: bigint, batches: bigint): Promise<SegmentTree>;
};

export function openLedger({ publicClient, store, rollup, startBlock }: LedgerOptions): Ledger {
  const sums = createSums(store);
  const queues = createQueues(store);
  const settledBatches = async (segment: bigint) => BigInt(await queues.settledBatches(Number(segment)));
  let rewinds = 0;

  const follower = followLogs({
    publicClient,
    store,
    name: CURSOR,
    address: rollup,
    events,
    startBlock,
    finalityBlocks: 0,
    async onLogs(logs, { trx }) {
      for (const { eventName, args, blockNumber, logIndex } of logs) {
        const { segment, batch } = args;
        queues.touch(Number(segment));
        const place = { segment: Number(segment), batch: Number(batch), block: Number(blockNumber) };
        if (eventName === "Credited") {
          const { link } = args;
          const entries = decodeBatch(link).length;
          await trx
            .insertInto("link")
            .values({ ...place, log_index: logIndex, entries, link })
            .execute();
        } else if (eventName === "BatchSealed") {
          await trx.insertInto("sealed").values(place).execute();
        } else {
          await trx
            .insertInto("settled")
            .values({ ...place, beneficiary: args.beneficiary })
            .execute();
        }
      }
    },
    async onRewind(fromBlock, { trx }) {
      rewinds += 1;
      sums.forget();
      queues.forget();
      for (const table of ["link", "sealed", "settled"] as const)
        await trx.deleteFrom(table).where("block", ">=", Number(fromBlock)).execute();
    },
  });

  return {
    poll: follower.poll,
    nextBlock: async () => (await readCursor(store.kernel, CURSOR)) ?? startBlock,
    rewinds: () => rewinds,
    settledBatches,

    waiting: queues.waiting,

    async settlers() {
      const recent = store.db
        .selectFrom("settled")
        .select(["beneficiary", "block"])
        .orderBy("block", "desc")
        .limit(RECENT_SETTLEMENTS)
        .as("recent");
      const rows = await store.db
        .selectFrom(recent)
        .select(({ fn }) => ["beneficiary", fn.max("block").as("block")])
        .groupBy("beneficiary")
        .execute();
      return rows.map(({ beneficiary, block }) => ({
        address: beneficiary as Address,
        block: BigInt(block),
      }));
    },

    async batch(segment, batch) {
      return concatHex(await sums.links(segment, batch, batch + 1n));
    },

    async firstBlockFrom(segment, batch) {
      const row = await store.db
        .selectFrom("link")
        .select(({ fn }) => fn.min("block").as("block"))
        .where("segment", "=", Number(segment))
        .where("batch", ">=", Number(batch))
        .executeTakeFirst();
      return typeof row?.block === "number" ? BigInt(row.block) : undefined;
    },

    async treeAfter(segment, batches) {
      return sums.treeAfter(segment, batches, await settledBatches(segment));
    },
  };
}
