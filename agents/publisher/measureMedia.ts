// SPDX-License-Identifier: GPL-3.0-or-later
import { fork } from "node:child_process";
import { once } from "node:events";
import type { FileHandle } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Measure, UNKNOWN_TYPE } from "../sdk/publishing/fileMedia.ts";

const SCRIPT = fileURLToPath(new URL("measureInChild.ts", import.meta.url));
/** The file, as the process that measures has it. */
export const INHERITED_FD = 3;
/** For a process that measures: MP3s of 80 hours need this much. */
const LIMITS = { heapMb: 1_024, patienceMs: 60_000 };
/** How Node ends where its memory does not suffice. */
const OUT_OF_MEMORY = { signal: "SIGABRT", code: 134 };

/**
 * Measures the media in `file` by its packets, from the first to the last, whatever its header states. Never rejects for what
 * the bytes say. A process of its own does it: a damaged file of 2 kB can keep it busy for ever, or fill any memory, and a thread
 * that fills its memory may end the whole process.
 */
export async function measureMedia(file: FileHandle, byteCount: number, limits = LIMITS): Promise<Measure> {
  const child = fork(SCRIPT, [String(byteCount)], {
    execArgv: [`--max-old-space-size=${limits.heapMb}`],
    stdio: ["ignore", "ignore", "ignore", file.fd, "ipc"],
  });
  const patience = { signal: AbortSignal.timeout(limits.patienceMs) };
  const exited = once(child, "exit");
  try {
    const answered = once(child, "message", patience) as Promise<[Measure]>;
    const first = await Promise.race([answered, exited.then((end) => ({ end }))]);
    if (!("end" in first)) return first[0];
    const [code, signal] = first.end;
    if (signal !== OUT_OF_MEMORY.signal && code !== OUT_OF_MEMORY.code)
      throw new Error(`the process that measures ended by ${signal ?? `exit code ${code}`}`);
  } catch (error) {
    if ((error as Error).name !== "AbortError") throw error;
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
  return { mediaType: UNKNOWN_TYPE, unmeasured: "is damaged, or too large to be measured" };
}
