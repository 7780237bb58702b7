// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, concatHex, getAbiItem, type Hex } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { followLogs, type LogFollower } from "../kernel/chain/logs.ts";
import type { Store } from "../kernel/store/store.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";
import { decodeBatch } from "../splits/batch.ts";
import { SegmentTree } from "../splits/segment.ts";
import type { LedgerTables } from "./ledgerTables.ts";

const events = [
  getAbiItem({ abi: splitRollupAbi, name: "Credited" }),
  getAbiItem({ abi: splitRollupAbi, name: "BatchSettled" }),
] as const;

export type LedgerOptions = {
  publicClient: ChainClient;
  store: Store<LedgerTables>;
  rollup: Address;
  startBlock: bigint;
};

/** Every credit and settlement of the rollup, by its logs up to the latest block. */
export type Ledger = LogFollower & {
  /** Segments with credits that are not settled. */
  busySegments(): Promise<bigint[]>;
  /** The links of a batch, concatenated for the contract. */
  batch(segment: bigint, batch: bigint): Promise<Hex>;
  /** The segment's tree after `settledBatches` settled batches. */
  treeAfter(segment: bigint, settledBatches: bigint): Promise<SegmentTree>;
};

export function openLedger({ publicClient, store, rollup, startBlock }: LedgerOptions): Ledger {
  /** The last tree of each segment; later batches are added to it. */
  const trees = new Map<bigint, { settledBatches: bigint; tree: SegmentTree }>();

  const follower = followLogs({
    publicClient,
    store,
    name: "rollup",
    address: rollup,
    events,
    startBlock,
    finalityBlocks: 0,
    async onLogs(logs, { trx }) {
      for (const { eventName, args, blockNumber, logIndex } of logs) {
        const place = {
          segment: Number(args.segment),
          batch: Number(args.batch),
          block: Number(blockNumber),
        };
        if (eventName === "Credited") {
          await trx
            .insertInto("link")
            .values({ ...place, log_index: logIndex, link: args.link })
            .execute();
        } else {
          await trx.insertInto("settled").values(place).execute();
        }
      }
    },
    async onRewind(fromBlock, { trx }) {
      trees.clear();
      await trx.deleteFrom("link").where("block", ">=", Number(fromBlock)).execute();
      await trx.deleteFrom("settled").where("block", ">=", Number(fromBlock)).execute();
    },
  });

  async function batch(segment: bigint, number: bigint): Promise<Hex> {
    const links = await store.db
      .selectFrom("link")
      .select("link")
      .where("segment", "=", Number(segment))
      .where("batch", "=", Number(number))
      .orderBy("block")
      .orderBy("log_index")
      .execute();
    return concatHex(links.map(({ link }) => link as Hex));
  }

  return {
    poll: follower.poll,
    batch,

    async busySegments() {
      const rows = await store.db
        .selectFrom("link")
        .leftJoin("settled", (join) =>
          join.onRef("settled.segment", "=", "link.segment").onRef("settled.batch", "=", "link.batch"),
        )
        .where("settled.batch", "is", null)
        .select("link.segment")
        .distinct()
        .execute();
      return rows.map(({ segment }) => BigInt(segment));
    },

    async treeAfter(segment, settledBatches) {
      const known = trees.get(segment);
      const usable = known && known.settledBatches <= settledBatches;
      const tree = usable ? known.tree : new SegmentTree();
      // out of the map meanwhile, or a failure could leave half a batch in the tree
      trees.delete(segment);
      for (let number = usable ? known.settledBatches : 0n; number < settledBatches; number++) {
        tree.credit(decodeBatch(await batch(segment, number)));
      }
      trees.set(segment, { settledBatches, tree });
      return tree.clone();
    },
  };
}
