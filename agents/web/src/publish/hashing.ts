// SPDX-License-Identifier: GPL-3.0-or-later
import type { ChunkLeaf } from "../../../sdk/content/leaf.ts";
import { TributaryError } from "../../../sdk/errors/TributaryError.ts";

const MOST_THREADS = 4;

/** Threads that hash chunks, so that the page stays smooth: without WebAssembly, a core hashes 25 MB a second. */
export function createHashing() {
  const parallel = Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency - 1));
  const threads = Array.from(
    { length: parallel },
    () => new Worker(new URL("./hashing.worker.ts", import.meta.url), { type: "module" }),
  );
  const idle = [...threads];
  return {
    parallel,
    /** To be called for `parallel` chunks at once, at most. */
    async hash(index: number, bytes: Uint8Array): Promise<ChunkLeaf> {
      const thread = idle.pop()!;
      const leaf = await new Promise<ChunkLeaf>((resolve, reject) => {
        thread.onmessage = ({ data }) => resolve(data);
        thread.onerror = ({ message }) =>
          reject(
            new TributaryError(`the page's thread that hashes stopped: ${message}`, { retryable: true }),
          );
        thread.postMessage({ index, bytes });
      });
      idle.push(thread);
      return leaf;
    },
    stop: () => threads.forEach((thread) => void thread.terminate()),
  };
}
