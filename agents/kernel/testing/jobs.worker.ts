// SPDX-License-Identifier: GPL-3.0-or-later
// The jobs of workerPool.test.ts.
import { serveJobs } from "../process/workerPool.ts";

serveJobs(async (job: { give?: unknown; fail?: string; exit?: number; hang?: true; bytes?: number }) => {
  if (job.fail) throw new Error(job.fail);
  if (job.exit) process.exit(job.exit);
  if (job.hang) for (;;);
  if (job.bytes === undefined) return { result: job.give };
  const bytes = new Uint8Array(job.bytes);
  return { result: bytes, transfer: [bytes.buffer] };
});
