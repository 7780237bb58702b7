// SPDX-License-Identifier: GPL-3.0-or-later
// The child process of provingWorker.ts: proves the jobs sent to it, and ends with its parent.
import { builtCircuit } from "../../circuits/builtCircuit.ts";
import { describeError } from "../kernel/process/errors.ts";
import type { Proof } from "../splits/proof.ts";
import { proveSettle } from "../splits/prove.ts";
import { SegmentTree } from "../splits/segment.ts";
import type { SettleJob, WorkerAnswer } from "./provingWorker.ts";

// the channel closes when the parent dies, even of SIGKILL
process.on("disconnect", () => process.exit());
// Ctrl-C reaches the whole group; the parent decides
process.on("SIGINT", () => {});

process.on("message", async (job: SettleJob) => {
  const answer: WorkerAnswer = await prove(job).then(
    (proof) => ({ proof }),
    (error) => ({ failure: describeError(error) }),
  );
  process.send?.(answer);
});

async function prove({ challenge, before, after }: SettleJob): Promise<Proof> {
  return proveSettle(builtCircuit("settle"), {
    challenge,
    before: new SegmentTree(before),
    after: new SegmentTree(after),
  });
}
