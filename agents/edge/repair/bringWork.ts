// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { Clock } from "../../kernel/process/clock.ts";
import { MOST_FRAMES } from "../../sdk/content/chunkFrames.ts";
import { CHUNK_BYTES } from "../../sdk/content/leaf.ts";
import type { ChunkStore } from "../chunkStore.ts";
import type { Filler } from "../fill/filler.ts";
import { missingRanges } from "../policy.ts";
import type { Works } from "../works.ts";
import { type Bandwidth, takeBytes } from "./bandwidth.ts";

/** Brings what is lacking of works, by runs, below a cap on bytes a second. */
export function createBringWork(options: {
  works: Pick<Works, "get">;
  filler: Pick<Filler, "chunk">;
  store: Pick<ChunkStore, "indicesOf">;
  /** Resolves when nothing waits for the disk. */
  idle(): Promise<void>;
  bytesPerSec: number;
  clock: Clock;
}) {
  const { works, filler, store, idle, bytesPerSec, clock } = options;
  let bandwidth: Bandwidth = { freeAtMs: 0 };

  /** Resolves to whether the work is whole on disk. */
  return async (contentId: Hex, signal: AbortSignal): Promise<boolean> => {
    const work = await works.get(contentId);
    if (!work) return false;
    const { leafCount } = work.tree;
    for (const [first, last] of missingRanges(leafCount, store.indicesOf(contentId))) {
      for (let from = first; from <= last; from += MOST_FRAMES) {
        const count = Math.min(last - from + 1, MOST_FRAMES);
        const { waitMs, after } = takeBytes(bandwidth, count * CHUNK_BYTES, bytesPerSec, clock.nowMs());
        bandwidth = after;
        await clock.sleep(waitMs, signal);
        signal.throwIfAborted();
        const run = Array.from({ length: count }, (_, at) => filler.chunk(work, from + at));
        if ((await Promise.all(run)).includes(undefined)) return false;
      }
    }
    await idle();
    return store.indicesOf(contentId).size === leafCount;
  };
}
