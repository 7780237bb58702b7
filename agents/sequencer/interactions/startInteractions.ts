// SPDX-License-Identifier: GPL-3.0-or-later
import { followInteractions } from "../../interactions/interactionLogs.ts";
import { Ledger } from "../../interactions/ledger.ts";
import { createSignerOf } from "../../interactions/signerOf.ts";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { headOf } from "../../kernel/chain/head.ts";
import { HttpError } from "../../kernel/http/problem.ts";
import type { Logger } from "../../kernel/process/log.ts";
import type { Store } from "../../kernel/store/store.ts";
import type { Sender } from "../../kernel/tx/sender.ts";
import { contentRegistryAbi, interactionInputsAbi, interactionRollupAbi } from "../../sdk/abis.generated.ts";
import type { SequencerMetrics } from "../metrics.ts";
import { createOperationBook, type Now } from "./operationBook.ts";
import { createPublish } from "./publish.ts";
import { interactionRoutes } from "./routes.ts";
import type { OperationTables } from "./tables.ts";

export type InteractionsOptions = {
  chain: ChainConnection<"InteractionInputs" | "InteractionRollup" | "ContentRegistry">;
  store: Store<OperationTables>;
  sender: Sender;
  waitMs: number;
  /** Why nothing can be promised on what is known of the chain. */
  blindness(): string | undefined;
  nowMs(): number;
  metrics: SequencerMetrics;
  log: Logger;
};

/** The part of a bonded sequencer that takes operations, posts them, and asserts the state after them: its routes, and the tick of its loop. */
export async function startInteractions({
  chain,
  store,
  sender,
  waitMs,
  nowMs,
  ...told
}: InteractionsOptions) {
  const { publicClient, chainId } = chain;
  const { InteractionInputs: contract, InteractionRollup, ContentRegistry } = chain.deployment.contracts;
  const inputs = { address: contract, abi: interactionInputsAbi } as const;
  const rollup = { address: InteractionRollup, abi: interactionRollupAbi } as const;
  const registry = { address: ContentRegistry, abi: contentRegistryAbi } as const;
  const demandTimeSec = await publicClient.readContract({ ...inputs, functionName: "DEMAND_TIME" });
  const bondWei = await publicClient.readContract({ ...rollup, functionName: "BOND" });
  const windowSec = await publicClient.readContract({ ...rollup, functionName: "WINDOW" });

  const logs = followInteractions(chain, store);
  const signerOf = createSignerOf({ chainId, interactionInputs: contract });
  const ledger = new Ledger({ logs, signerOf, demandTimeSec, isProvisional: true });
  const book = createOperationBook({ store, ledger, nowMs });
  const rules = { waitMs };
  const publish = createPublish({ ...told, chain, logs, ledger, sender, rules, bondWei, windowSec, nowMs });
  let wake = () => {};

  let now: Now | undefined;

  /** Brings the ledger to the newest block. @returns What the next posting will find. */
  async function advance(signal: AbortSignal): Promise<Now> {
    const block = await logs.poll(signal);
    const head = headOf(publicClient);
    const { hash, timestamp: time } = await head.at(block, await head.known());
    if (now?.hash === hash) return now;
    await ledger.advance(block, time, signal);
    const { next } = ledger;
    const works = Number(await publicClient.readContract({ ...registry, functionName: "workCount" }));
    const actors = await logs.actorCount();
    const firstKeysOf = (some: readonly number[]) => logs.firstKeys(some, next);
    now = { block: Number(block), hash, time, actors, works, signerOf, firstKeysOf };
    return now;
  }

  return {
    routes: interactionRoutes({
      ...{ book, logs, chainId, contract, metrics: told.metrics },
      onAccepted: () => wake(),
      requireSight() {
        const reason = told.blindness();
        if (reason) throw new HttpError(503, "try_again", `Operations are not taken now: ${reason}.`);
      },
    }),
    async tick(signal: AbortSignal): Promise<void> {
      await sender.recover();
      const waiting = await book.look(() => advance(signal));
      if (now) await publish(waiting, now, signal);
    },
    /** Is called when an operation was accepted. */
    onAccepted(call: () => void): void {
      wake = call;
    },
  };
}
