// SPDX-License-Identifier: GPL-3.0-or-later
import { once } from "node:events";
import type { FileHandle } from "node:fs/promises";
import { Worker } from "node:worker_threads";

/** What a file is, and how many seconds it plays; or the end of a sentence that says why that is not known. */
export type Measure = { mediaType: string } & ({ durationSec: number } | { unmeasured: string });

/** What the thread that measures is given. */
export type MeasureRequest = { fd: number; byteCount: number };

export const UNKNOWN_TYPE = "application/octet-stream";

/** Two durations that differ by no more are one, in seconds. */
export const TOLERANCE_SEC = 1;

/** For a thread that measures: MP3s of 80 hours need this much. */
const LIMITS = { heapMb: 1_024, patienceMs: 60_000 };

/**
 * Measures the media in `file` by its packets, from the first to the last, whatever its header states. Never rejects for what
 * the bytes say. A thread of its own does it: a damaged file of 2 kB can keep it busy for ever, or fill any memory.
 */
export async function measureMedia(file: FileHandle, byteCount: number, limits = LIMITS): Promise<Measure> {
  const workerData: MeasureRequest = { fd: file.fd, byteCount };
  const worker = new Worker(new URL("measureMedia.worker.ts", import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
  });
  try {
    const [measure] = await once(worker, "message", { signal: AbortSignal.timeout(limits.patienceMs) });
    return measure as Measure;
  } catch (error) {
    const { name, code } = error as NodeJS.ErrnoException;
    if (name !== "AbortError" && code !== "ERR_WORKER_OUT_OF_MEMORY") throw error;
    return { mediaType: UNKNOWN_TYPE, unmeasured: "is damaged, or too large to be measured" };
  } finally {
    await worker.terminate();
  }
}
