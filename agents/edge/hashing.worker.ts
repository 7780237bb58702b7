// SPDX-License-Identifier: GPL-3.0-or-later
import { serveJobs } from "../kernel/process/workerPool.ts";
import type { HashingJob } from "./hashing.ts";
import { buildHeldTree } from "./heldTree.ts";
import { isChunkOf } from "./isChunkOf.ts";

serveJobs(async (job: HashingJob) => {
  if ("chunk" in job) return { result: await isChunkOf(job.chunk.leaf, job.chunk.bytes) };
  const tree = buildHeldTree(job.tree.list);
  const large = tree && [tree.list.buffer, tree.ends.buffer, tree.checkpoints[0]![0].buffer];
  return { result: tree, transfer: large as ArrayBuffer[] | undefined };
});
