// SPDX-License-Identifier: GPL-3.0-or-later
import { createWorkerPool } from "../kernel/process/workerPool.ts";
import type { ChunkLeaf } from "../sdk/content/leaf.ts";
import type { HeldTree } from "./heldTree.ts";

/** The work of the thread in hashing.worker.ts. */
export type HashingJob =
  | { tree: { list: Uint8Array } }
  /** `bytes`: 64 KiB at most. */
  | { chunk: { leaf: ChunkLeaf; bytes: Uint8Array } };

/** The slow hashes of an edge, in threads of their own, so that viewers are served meanwhile. */
export type Hashing = {
  /** Builds the tree of a leaf list; undefined for a list that is none. Half a second at 4 GB. */
  buildTree(list: Uint8Array): Promise<HeldTree | undefined>;
  /** Whether `bytes` are the chunk of `leaf`, its pieces included. A third of a millisecond. */
  isChunkOf(leaf: ChunkLeaf, bytes: Uint8Array): Promise<boolean>;
  stop(): Promise<void>;
};

export function createHashing(): Hashing {
  const pool = createWorkerPool<HashingJob>(new URL("hashing.worker.ts", import.meta.url));
  return {
    buildTree: (list) => pool.run<HeldTree | undefined>({ tree: { list } }),
    isChunkOf: (leaf, bytes) => pool.run<boolean>({ chunk: { leaf, bytes } }),
    stop: pool.stop,
  };
}
