// SPDX-License-Identifier: GPL-3.0-or-later

import type { Hex } from "viem";
import type { Logger } from "../../kernel/process/log.ts";
import type { ChunkStore } from "../chunkStore.ts";
import type { Filler } from "../fill/filler.ts";
import type { Work, Works } from "../works.ts";
import type { EpochPlan } from "./epochPlan.ts";
import type { PlanMetrics } from "./planMetrics.ts";

/** Chunks of a work that are asked for in one go: a few megabytes on their way to the disk. */
const CHUNKS_AT_ONCE = 64;

/**
 * Brings the works that the plan of the present epoch gives this edge, one after another, from whoever has them. A plan is
 * computed once an epoch; what nobody had is looked for again at the next tick. Nothing is dropped that the plan gives to others.
 */
export function createHoldOwned(options: {
  plan: EpochPlan;
  /** Works, which it brings where they are final and not held. */
  works: Pick<Works, "get">;
  filler: Pick<Filler, "chunk">;
  store: Pick<ChunkStore, "indicesOf">;
  metrics: PlanMetrics;
  log: Logger;
}) {
  const { plan, works, filler, store, metrics, log } = options;
  let plannedEpoch: bigint | undefined;
  let wanted: Hex[] = [];
  /** Works of which every chunk came, in this epoch: what of them is not on disk then found no room. */
  const brought = new Set<Hex>();

  /** Whether all of the work is on disk; what is not is brought. */
  async function hold(contentId: Hex, signal?: AbortSignal): Promise<boolean> {
    const work = await works.get(contentId);
    if (!work) return false;
    const lacks = missing(work);
    if (lacks.length === 0) return true;
    if (brought.has(contentId)) return false;
    for (let at = 0; at < lacks.length; at += CHUNKS_AT_ONCE) {
      signal?.throwIfAborted();
      const some = lacks.slice(at, at + CHUNKS_AT_ONCE);
      const chunks = await Promise.all(some.map((index) => filler.chunk(work, index)));
      if (chunks.includes(undefined)) return false;
    }
    brought.add(contentId);
    // the last chunks are still on their way to the disk
    return false;
  }

  function missing({ content, tree }: Work): number[] {
    const held = store.indicesOf(content.contentId);
    return Array.from({ length: tree.leafCount }, (_, index) => index).filter((index) => !held.has(index));
  }

  return async (signal?: AbortSignal): Promise<void> => {
    const { epoch, owned } = await plan.current();
    if (epoch !== plannedEpoch) {
      wanted = [...owned];
      plannedEpoch = epoch;
      brought.clear();
      metrics.owned.set(wanted.length);
      metrics.lacking.set(wanted.length);
    }
    const lacking: Hex[] = [];
    for (const contentId of wanted) {
      try {
        if (!(await hold(contentId, signal))) lacking.push(contentId);
      } catch (error) {
        signal?.throwIfAborted();
        log.warn({ err: error, contentId }, "work of the plan not brought");
        lacking.push(contentId);
      }
    }
    wanted = lacking;
    metrics.lacking.set(lacking.length);
  };
}
