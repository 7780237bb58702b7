// SPDX-License-Identifier: GPL-3.0-or-later
import type { ChainClient } from "../kernel/chain/chain.ts";
import { headOf } from "../kernel/chain/head.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import type { RollupReader } from "../splits/rollupReader.ts";
import type { Ledger } from "./ledger.ts";
import { planProver } from "./policy.ts";
import type { Steps } from "./steps.ts";

export type TickOptions = {
  publicClient: ChainClient;
  reader: RollupReader;
  limits: Awaited<ReturnType<RollupReader["limits"]>>;
  ledger: Ledger;
  sender: Pick<Sender, "recover">;
  steps: Steps;
  nowMs(): number;
};

/** Makes the prover's tick: one step after another, each decided from the chain anew, until none is left. */
export function createTick({ publicClient, reader, limits, ledger, sender, steps, nowMs }: TickOptions) {
  let actedAtBlock = 0n;

  return async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await sender.recover();
      const readTo = (await ledger.poll(signal)).nextBlock - 1n;
      // behind the prover's own last step, a lagging RPC would make the prover repeat it
      if (readTo < actedAtBlock) return;
      const busy = await ledger.busySegments();
      if (busy.length === 0) return;
      const segments = await Promise.all(busy.map((segment) => reader.queueOf(segment, readTo)));
      const head = headOf(publicClient);
      const { timestamp } = await head.at(readTo, await head.known());
      const nowSec = Math.max(timestamp, Math.floor(nowMs() / 1000));
      const action = planProver({ segments, ...limits }, nowSec);
      if (action.kind === "wait") return;
      const minedIn =
        action.kind === "seal"
          ? await steps.seal(action.segment)
          : await steps.prove(action.segment, action.batch, readTo);
      // another prover was first: look again after the pause, not at once
      if (minedIn === undefined) return;
      actedAtBlock = minedIn;
    }
  };
}
