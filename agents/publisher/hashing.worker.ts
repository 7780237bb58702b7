// SPDX-License-Identifier: GPL-3.0-or-later
import { createNativeCurve } from "../curve/nativeCurve.ts";
import { serveJobs } from "../kernel/process/workerPool.ts";
import { hashChunk } from "../sdk/content/leaf.ts";
import type { Curve } from "../sdk/encryption/curve.ts";
import { type SealingJob, sealPeriods } from "../sdk/encryption/sealPeriods.ts";

/** A chunk to hash, and its place. */
export type HashingJob = { index: number; bytes: Uint8Array };

let curve: Curve | undefined;
/** Loads the native library with the first job that needs it. */
const curveOnce = () => {
  curve ??= createNativeCurve();
  return curve;
};

serveJobs(async (job: HashingJob | SealingJob) => ({
  result: "periods" in job ? sealPeriods(curveOnce(), job) : await hashChunk(job.index, job.bytes),
}));
