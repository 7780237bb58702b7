// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { Store } from "../kernel/store/store.ts";
import { decodeBatch } from "../splits/batch.ts";
import { SegmentTree } from "../splits/segment.ts";
import type { LedgerTables } from "./ledgerTables.ts";

/** Batches in one query. */
const AT_ONCE = 256n;

/** The sums of credits by segment, out of the stored links; a tree is hashed when its root is read, once. */
export function createSums(store: Store<LedgerTables>) {
  /** The tree of each segment after its settled batches; later batches are added to a copy. */
  const kept = new Map<bigint, { batches: bigint; tree: SegmentTree }>();
  let times = 0;

  async function links(segment: bigint, from: bigint, to: bigint): Promise<Hex[]> {
    const rows = await store.db
      .selectFrom("link")
      .select("link")
      .where("segment", "=", Number(segment))
      .where("batch", ">=", Number(from))
      .where("batch", "<", Number(to))
      .orderBy("block")
      .orderBy("log_index")
      .execute();
    return rows.map(({ link }) => link as Hex);
  }

  async function add(tree: SegmentTree, segment: bigint, from: bigint, to: bigint): Promise<void> {
    for (let at = from; at < to; at += AT_ONCE) {
      const end = at + AT_ONCE < to ? at + AT_ONCE : to;
      for (const link of await links(segment, at, end)) tree.credit(decodeBatch(link));
    }
  }

  return {
    /** The links of the batches from `from` on, before `to`, in order. */
    links,

    /** The tree after `batches` batches, of which `settled` will not change but by a reorg. */
    async treeAfter(segment: bigint, batches: bigint, settled: bigint): Promise<SegmentTree> {
      const [known, since] = [kept.get(segment), times];
      const start = known && known.batches <= batches ? known : { batches: 0n, tree: new SegmentTree() };
      const tree = start.tree.clone();
      const firm = batches < settled ? batches : settled;
      await add(tree, segment, start.batches, firm);
      // a reorg meanwhile may have taken back what was added
      if (since === times && firm >= (kept.get(segment)?.batches ?? 0n))
        kept.set(segment, { batches: firm, tree: tree.clone() });
      await add(tree, segment, start.batches < firm ? firm : start.batches, batches);
      return tree;
    },

    /** Forgets all trees, after a reorg. */
    forget(): void {
      times += 1;
      kept.clear();
    },
  };
}
