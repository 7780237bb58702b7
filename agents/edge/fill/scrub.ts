// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { Logger } from "../../kernel/process/log.ts";
import type { ChunkStore } from "../chunkStore.ts";
import { leafAt } from "../heldTree.ts";
import { holdsBytesOf } from "../isChunkOf.ts";
import type { EdgeMetrics } from "../metrics.ts";
import type { Works } from "../works.ts";
import type { Filler } from "./filler.ts";
import type { FillMetrics } from "./fillMetrics.ts";

const HOUR_MS = 3_600_000;

/** Chunks due after `elapsedMs` with `percent` of `held` an hour; what is left of one chunk is carried to the next time. */
export function dueChunks(held: number, percent: number, elapsedMs: number, carried: number) {
  const exact = carried + (held * percent * elapsedMs) / (100 * HOUR_MS);
  const count = Math.min(held, Math.floor(exact));
  return { count, carried: Math.min(1, exact - count) };
}

export type Scrubber = {
  /** Reads the next `count` chunks on disk, drops the damaged ones, and fills them again where a source has them. */
  scrub(count: number, signal?: AbortSignal): Promise<void>;
};

/**
 * Goes round all chunks on disk, one read at a time: viewers come first, and whoever reads a chunk looks at it anyway. A disk rots where
 * nobody looks.
 */
export function createScrubber(options: {
  store: ChunkStore;
  works: Pick<Works, "get">;
  filler?: Pick<Filler, "chunk"> | undefined;
  edgeMetrics: EdgeMetrics;
  metrics: FillMetrics;
  log: Logger;
  /** From 0 to 1: where the first round begins. */
  random?: () => number;
}): Scrubber {
  const { store, works, filler, edgeMetrics, metrics, log, random = Math.random } = options;
  // what is left of the work that is being gone through, and the works after it
  let chunks: { contentId: Hex; index: number }[] = [];
  let contentIds: Hex[] = [];
  let isFirstRound = true;

  // an edge that is often started would look at the same chunks for ever
  const somewhere = <Item>(items: Item[]) =>
    isFirstRound ? items.slice(Math.floor(random() * items.length)) : items;

  function next(): { contentId: Hex; index: number } | undefined {
    if (chunks.length === 0) {
      if (contentIds.length === 0) contentIds = somewhere(store.contentIds());
      const contentId = contentIds.shift();
      if (!contentId) return undefined;
      chunks = somewhere([...store.indicesOf(contentId)]).map((index) => ({ contentId, index }));
      isFirstRound = false;
    }
    return chunks.shift();
  }

  async function look(contentId: Hex, index: number): Promise<void> {
    const work = await works.get(contentId);
    if (!work || index >= work.tree.leafCount) return;
    const bytes = await store.readChunk(contentId, index);
    metrics.chunksScrubbed.inc();
    if (bytes && (await holdsBytesOf(leafAt(work.tree, index), bytes))) return;
    log.warn({ contentId, index }, "chunk dropped: damaged on disk, found by the scrub");
    await store.removeChunk(contentId, index);
    edgeMetrics.chunksDamaged.inc();
    edgeMetrics.chunksStored.set(store.count());
    await filler?.chunk(work, index);
  }

  return {
    async scrub(count, signal) {
      for (let done = 0; done < count && !signal?.aborted; ) {
        const due = next();
        // a work without chunks
        if (!due && contentIds.length > 0) continue;
        if (!due) return;
        await look(due.contentId, due.index);
        done += 1;
      }
    },
  };
}
