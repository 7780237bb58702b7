// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { isAlive } from "../localnet/isAlive.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { SegmentTree } from "../splits/segment.ts";
import { createProvingWorker, type SettleJob } from "./provingWorker.ts";
import { provingChildrenOf } from "./testing/processes.ts";

function job(before: bigint, after: bigint): SettleJob {
  return { challenge: 7n, before: new SegmentTree([before]).leaves, after: new SegmentTree([after]).leaves };
}

test("a proof that cannot be, a child that dies: each fails alone, and the next proof succeeds", async (t) => {
  const worker = createProvingWorker();
  t.onTestFinished(() => worker.stop());
  const tooLong = { ...job(4n, 5n), after: new Array<bigint>(257).fill(0n) };
  await assert.rejects(worker.settle(tooLong), /the proof failed: a segment has 256 slots/);

  const killed = worker.settle(job(4n, 5n));
  const [child] = provingChildrenOf(process.pid);
  process.kill(child!, "SIGKILL");
  await assert.rejects(killed, /SIGKILL/);

  const { publicSignals } = await worker.settle(job(4n, 5n));
  assert.equal(publicSignals[3], new SegmentTree([5n]).root);
});

test("a proof that is not wanted any more ends with its child, and the next one succeeds", async (t) => {
  const worker = createProvingWorker();
  t.onTestFinished(() => worker.stop());
  const unwanted = new AbortController();
  const proving = assert.rejects(worker.settle(job(1n, 2n), unwanted.signal), /ended/);
  const [child] = provingChildrenOf(process.pid);
  unwanted.abort();
  await proving;
  assert.equal(isAlive(child!), false);
  await assert.rejects(worker.settle(job(1n, 2n), unwanted.signal), /abort/);
  const { publicSignals } = await worker.settle(job(1n, 2n), new AbortController().signal);
  assert.equal(publicSignals[3], new SegmentTree([2n]).root);
});

test("stopping ends the child in the middle of a proof", async () => {
  const worker = createProvingWorker();
  const proving = assert.rejects(worker.settle(job(1n, 2n)), /ended/);
  const children = provingChildrenOf(process.pid);
  await worker.stop();
  await proving;
  await waitFor("the child to end", async () => !children.some(isAlive));
  await assert.rejects(worker.settle(job(1n, 2n)), /stopping/);
});
