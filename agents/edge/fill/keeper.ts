// SPDX-License-Identifier: GPL-3.0-or-later
import { HttpError } from "../../kernel/http/problem.ts";
import type { Logger } from "../../kernel/process/log.ts";
import type { ChunkStore } from "../chunkStore.ts";
import type { Hashing } from "../hashing.ts";
import { leafAt } from "../heldTree.ts";
import type { EdgeMetrics } from "../metrics.ts";
import type { Work, Works } from "../works.ts";
import type { FillMetrics } from "./fillMetrics.ts";

/** Puts filled chunks on disk behind the viewers' backs, a few at a time. */
export type Keeper = {
  /** Takes a chunk; resolves once there is room for another one. Calls `done` when it is on disk, or will not be. */
  keep(work: Work, index: number, bytes: Buffer, done: () => void): Promise<void>;
  /** Resolves when nothing waits for the disk. */
  idle(): Promise<void>;
};

/** Memory for chunks on their way to the disk: three fragments in the best quality. */
const MOST_WAITING_BYTES = 16_000_000;
const WRITES_AT_ONCE = 8;

export function createKeeper(options: {
  store: ChunkStore;
  hashing: Pick<Hashing, "isChunkOf">;
  works: Pick<Works, "get">;
  edgeMetrics: EdgeMetrics;
  metrics: FillMetrics;
  log: Logger;
}): Keeper {
  const { store, hashing, works, edgeMetrics, metrics, log } = options;
  const waiting: { bytes: number; run(): Promise<void> }[] = [];
  const onChange: (() => void)[] = [];
  let bytesHeld = 0;
  let running = 0;
  let hasWarned = false;

  async function write({ content, tree }: Work, index: number, bytes: Buffer): Promise<void> {
    const { contentId, root } = content;
    if (store.indicesOf(contentId).has(index)) return;
    // a challenge may ask for a piece; who only reads has no use for them
    if (!(await hashing.isChunkOf(leafAt(tree, index), bytes))) return;
    // by its number, a chunk of a work that was republished meanwhile would pass for a new one
    if ((await works.get(contentId))?.content.root !== root) return;
    await store.writeChunk(contentId, index, bytes);
    edgeMetrics.chunksStored.set(store.count());
    hasWarned = false;
  }

  function failed(error: unknown): void {
    metrics.notKept.inc();
    const isFull = error instanceof HttpError;
    if (!hasWarned) log.warn({ err: error }, isFull ? "no room for filled chunks" : "filled chunk not kept");
    hasWarned = true;
  }

  function next(): void {
    while (running < WRITES_AT_ONCE && waiting.length > 0) {
      const { bytes, run } = waiting.shift()!;
      running += 1;
      void run().finally(() => {
        running -= 1;
        bytesHeld -= bytes;
        for (const wake of onChange.splice(0)) wake();
        next();
      });
    }
  }

  const changed = () => new Promise<void>((resolve) => onChange.push(resolve));

  return {
    async keep(work, index, bytes, done) {
      bytesHeld += bytes.length;
      waiting.push({
        bytes: bytes.length,
        run: () => write(work, index, bytes).catch(failed).finally(done),
      });
      next();
      while (bytesHeld > MOST_WAITING_BYTES) await changed();
    },
    async idle() {
      while (bytesHeld > 0) await changed();
    },
  };
}
