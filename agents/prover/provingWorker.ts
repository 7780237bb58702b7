// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Proof } from "../splits/proof.ts";

export type SettleJob = {
  challenge: bigint;
  /** The leaves under the old root and under the new one. */
  before: bigint[];
  after: bigint[];
};

export type WorkerAnswer = { proof: Proof } | { failure: string };

export type ProvingWorker = {
  /**
   * Proves a settlement, one at a time. Rejects when the child fails, dies, or is stopped, and when `signal` aborts:
   * the child ends then, and another one starts.
   */
  settle(job: SettleJob, signal?: AbortSignal): Promise<Proof>;
  /** Kills the child. */
  stop(): Promise<void>;
};

/** Starts a child process for proofs at once, so that the first proof finds it warm, and again after a death. */
export function createProvingWorker(): ProvingWorker {
  let child: ChildProcess | undefined = start();
  let stopped = false;

  function start(): ChildProcess {
    const program = fileURLToPath(new URL("proveInChild.ts", import.meta.url));
    const started = fork(program, {
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    started.once("exit", () => {
      if (child === started) child = undefined;
    });
    return started;
  }

  return {
    async settle(job, signal) {
      if (stopped) throw new Error("the prover is stopping");
      signal?.throwIfAborted();
      child ??= start();
      const done = new AbortController();
      const used = child;
      signal?.addEventListener("abort", () => used.kill("SIGKILL"), done);
      try {
        const answered = once(child, "message", done) as Promise<[WorkerAnswer]>;
        const answer = await Promise.race([answered, death(child, done.signal), sent(child, job)]);
        if ("failure" in answer[0]) throw new Error(`the proof failed: ${answer[0].failure}`);
        return answer[0].proof;
      } finally {
        done.abort();
        // a proof is never made by a child that is told to end
        if (signal?.aborted && !stopped) child = start();
      }
    },
    async stop() {
      stopped = true;
      if (!child) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function death(child: ChildProcess, signal: AbortSignal): Promise<never> {
  const [code, killedBy] = await once(child, "exit", { signal });
  throw new Error(`the proving process ended (${killedBy ?? `exit code ${code}`})`);
}

/** Rejects when `job` cannot be handed over, and never resolves. */
function sent(child: ChildProcess, job: SettleJob): Promise<never> {
  return new Promise((_, reject) => child.send(job, (error) => error && reject(error)));
}
