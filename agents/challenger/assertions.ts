// SPDX-License-Identifier: GPL-3.0-or-later
import { encodeFunctionData, type Hex } from "viem";
import type { InteractionLogs } from "../interactions/interactionLogs.ts";
import { Ledger } from "../interactions/ledger.ts";
import { shownAssertion } from "../interactions/shownAssertion.ts";
import { createSignerOf } from "../interactions/signerOf.ts";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { headOf } from "../kernel/chain/head.ts";
import type { Logger } from "../kernel/process/log.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { interactionInputsAbi, interactionRollupAbi } from "../sdk/abis.generated.ts";
import { type AssertionAction, planAssertions, type Won } from "./assertionPolicy.ts";
import type { ChallengerMetrics } from "./metrics.ts";
import { sendUnlessRefused } from "./sendUnlessRefused.ts";

export type AssertionOptions = {
  chain: ChainConnection<"InteractionInputs" | "InteractionRollup">;
  logs: InteractionLogs;
  sender: Sender;
  metrics: ChallengerMetrics;
  log: Logger;
};

/**
 * Executes what was posted, and falsifies every assertion that says otherwise; reaps and collects. The chain's logs alone say what stands, so after
 * a crash nothing is sent twice.
 */
export async function createAssertions({ chain, logs, sender, metrics, log }: AssertionOptions) {
  const { publicClient, chainId } = chain;
  const { InteractionInputs, InteractionRollup } = chain.deployment.contracts;
  const inputs = { address: InteractionInputs, abi: interactionInputsAbi } as const;
  const rollup = { address: InteractionRollup, abi: interactionRollupAbi } as const;
  const demandTimeSec = await publicClient.readContract({ ...inputs, functionName: "DEMAND_TIME" });
  const revealSec = await publicClient.readContract({ ...rollup, functionName: "REVEAL_TIME" });
  const signerOf = createSignerOf({ chainId, interactionInputs: InteractionInputs });
  const ledger = new Ledger({ logs, signerOf, demandTimeSec });

  async function dataFor({ what, assertion }: AssertionAction): Promise<Hex | undefined> {
    const shown = shownAssertion(assertion);
    if (what !== "falsify") return encodeFunctionData({ ...rollup, functionName: what, args: [shown] });
    const logged = await logs.posting(assertion.posting);
    const falsification = await ledger.falsify(assertion.posting, assertion.roots);
    // the posting was replaced since the plan was made
    if (!logged || !falsification) return undefined;
    const { stride, evidence } = falsification;
    return encodeFunctionData({
      ...{ ...rollup, functionName: "falsify" },
      args: [shown, assertion.roots, logged.posting, stride, evidence],
    });
  }

  async function act(action: AssertionAction): Promise<void> {
    const { what, assertion } = action;
    const data = await dataFor(action);
    if (!data) return;
    const request = { to: rollup.address, data, label: `${what} an assertion` };
    const tx = await sendUnlessRefused({ sender, log }, request, { id: assertion.id });
    if (!tx) return;
    metrics.assertions.inc({ what });
    log.info({ id: assertion.id, posting: assertion.posting, tx }, SAID[what]);
  }

  async function readWon(): Promise<Won[]> {
    const found = await logs.uncollected(sender.address);
    const statuses = await Promise.all(
      found.map(({ id }) => publicClient.readContract({ ...rollup, functionName: "statusOf", args: [id] })),
    );
    return found.flatMap((assertion, at) => {
      const [, holder, since] = statuses[at]!;
      return holder === sender.address ? [{ ...assertion, payableAtSec: Number(since) + revealSec }] : [];
    });
  }

  /** The block whose state needs nothing more. */
  let done: Hex | undefined;

  return async (signal: AbortSignal): Promise<void> => {
    await sender.recover();
    const block = await logs.poll(signal);
    const head = headOf(publicClient);
    const { hash, timestamp: nowSec } = await head.at(block, await head.known());
    if (hash === done) return;
    await ledger.advance(block, nowSec, signal);
    metrics.executed.set(Number(ledger.next));
    const [pending, won, next] = [await logs.pending(), await readWon(), await logs.next()];
    const truthOf = (posting: bigint) => ledger.rootsOf(posting);
    for (const action of planAssertions({ pending, won, truthOf, next, nowSec })) {
      signal.throwIfAborted();
      await act(action);
    }
    done = hash;
  };
}

const SAID = {
  falsify: "false assertion falsified",
  reap: "assertion reaped: its posting has another final state",
  collect: "reward collected",
};
