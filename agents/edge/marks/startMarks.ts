// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { headOf } from "../../kernel/chain/head.ts";
import type { Node } from "../../kernel/node.ts";
import type { Logger } from "../../kernel/process/log.ts";
import { MOST_FRAMES } from "../../sdk/content/chunkFrames.ts";
import { epochOf } from "../../sdk/content/holding.ts";
import type { ChunkStore } from "../chunkStore.ts";
import type { Filler } from "../fill/filler.ts";
import type { EdgeMetrics } from "../metrics.ts";
import { missingRanges } from "../policy.ts";
import type { Quotas } from "../quotas.ts";
import type { Works } from "../works.ts";
import type { Marks } from "./marks.ts";
import { freeAtSec } from "./policy.ts";

const LOOK_EVERY_MS = 1_000;
/** Between two looks for what pinned works lack: a source may have come. */
const PIN_EVERY_MS = 10_000;

/** Starts what carries out an operator's marks: dropped works go, pinned works come. */
export function startMarks(options: {
  node: Pick<Node<never, never>, "loop">;
  chain: Pick<ChainConnection, "publicClient">;
  marks: Marks;
  store: ChunkStore;
  works: Works;
  quotas: Quotas;
  /** Whether a promise on chain binds the edge still. */
  isPromised(contentId: Hex, present: bigint): Promise<boolean>;
  /** Works as sources have them, whoever published them. Undefined where the edge has what it was sent alone. */
  filling: { works: Pick<Works, "get">; filler: Filler } | undefined;
  metrics: EdgeMetrics;
  log: Logger;
}): void {
  const { node, chain, marks, store, works, quotas, isPromised, filling, metrics, log } = options;

  const marked = (mark: string) => [...marks.all()].filter(([, found]) => found.mark === mark);

  async function removeDropped(): Promise<void> {
    const held = new Set(store.contentIds());
    const dropped = marked("dropped").filter(([contentId]) => held.has(contentId));
    if (dropped.length === 0) return;
    const { timestamp } = await headOf(chain.publicClient).known();
    for (const [contentId, { sinceSec }] of dropped) {
      if (timestamp < freeAtSec(sinceSec) || (await isPromised(contentId, epochOf(timestamp)))) continue;
      await store.removeWork(contentId);
      works.forget(contentId);
      await quotas.leave(contentId);
      metrics.chunksStored.set(store.count());
      log.info({ contentId }, "dropped work removed");
    }
  }

  async function bring(contentId: Hex, signal: AbortSignal): Promise<void> {
    const work = await filling!.works.get(contentId);
    if (!work) return;
    for (const [first, last] of missingRanges(work.tree.leafCount, store.indicesOf(contentId))) {
      for (let from = first; from <= last; from += MOST_FRAMES) {
        signal.throwIfAborted();
        const until = Math.min(last, from + MOST_FRAMES - 1);
        const indices = Array.from({ length: until - from + 1 }, (_, at) => from + at);
        // asked for in one go, they come in one run
        await Promise.all(indices.map((index) => filling!.filler.chunk(work, index)));
      }
    }
  }

  node.loop({
    name: "marks",
    everyMs: LOOK_EVERY_MS,
    async tick() {
      await marks.refresh();
      await removeDropped();
    },
  });
  if (filling)
    node.loop({
      name: "pinned",
      everyMs: PIN_EVERY_MS,
      async tick(signal) {
        for (const [contentId] of marked("pinned")) await bring(contentId, signal);
      },
    });
}
