// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, encodeFunctionData, type Hex } from "viem";
import type { InteractionLogs } from "../../interactions/interactionLogs.ts";
import type { Ledger } from "../../interactions/ledger.ts";
import { shownAssertion } from "../../interactions/shownAssertion.ts";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { RevertError } from "../../kernel/chain/revert.ts";
import type { Logger } from "../../kernel/process/log.ts";
import type { Sender } from "../../kernel/tx/sender.ts";
import { interactionInputsAbi, interactionRollupAbi } from "../../sdk/abis.generated.ts";
import { OPERATION_BYTES, SIGNATURE_BYTES, STRIDE } from "../../sdk/interactions/fields.ts";
import type { SequencerMetrics } from "../metrics.ts";
import type { Now, WaitingOperation } from "./operationBook.ts";
import {
  type Known,
  type PostingRules,
  placesOf,
  planPosting,
  planState,
  type StateAction,
} from "./policy.ts";

export type PublishOptions = {
  chain: ChainConnection<"InteractionInputs" | "InteractionRollup">;
  logs: InteractionLogs;
  ledger: Ledger;
  sender: Sender;
  rules: PostingRules;
  bondWei: bigint;
  windowSec: number;
  nowMs(): number;
  metrics: SequencerMetrics;
  log: Logger;
};

/** Posts what was accepted; asserts, confirms, and takes bonds back. What the chain and the store say decides, so a crash posts nothing twice. */
export function createPublish(options: PublishOptions) {
  const { chain, logs, ledger, sender, rules, bondWei, windowSec, nowMs, metrics, log } = options;
  const { publicClient } = chain;
  const inputs = {
    address: chain.deployment.contracts.InteractionInputs,
    abi: interactionInputsAbi,
  } as const;
  const rollup = {
    address: chain.deployment.contracts.InteractionRollup,
    abi: interactionRollupAbi,
  } as const;

  /** @returns Whether the chain took it. */
  async function send(request: { to: Hex; data: Hex; label: string; value?: bigint }): Promise<boolean> {
    try {
      const { transactionHash } = await sender.send(request);
      log.info({ tx: transactionHash }, request.label);
      return true;
    } catch (error) {
      if (!(error instanceof RevertError)) throw error;
      log.warn({ err: error }, `${request.label}: refused`);
      return false;
    }
  }

  async function post(operations: readonly WaitingOperation[]): Promise<void> {
    const [from, to] = await publicClient.readContract({ ...inputs, functionName: "queue" });
    if (from < to) {
      const data = encodeFunctionData({ ...inputs, functionName: "postForced" });
      await send({ to: inputs.address, data, label: "forced operations posted" });
      return;
    }
    const { bytes, signatures } = packed(operations);
    const args = [bytesToHex(bytes), bytesToHex(signatures)] as const;
    const data = encodeFunctionData({ ...inputs, functionName: "postInputs", args });
    if (await send({ to: inputs.address, data, label: "operations posted" }))
      metrics.operations.inc({ outcome: "posted" }, operations.length);
  }

  async function act(action: StateAction): Promise<void> {
    if (action.what === "assert") {
      const { posting: number, rootBefore, roots } = action.known;
      const logged = await logs.posting(number);
      if (!logged) return;
      const args = [number, logged.posting, rootBefore, roots] as const;
      const data = encodeFunctionData({ ...rollup, functionName: "assertState", args });
      await send({ to: rollup.address, data, value: bondWei, label: "state asserted" });
      return;
    }
    const args = [shownAssertion(action.assertion)] as const;
    const data = encodeFunctionData({ ...rollup, functionName: action.what, args });
    await send({ to: rollup.address, data, label: SAID[action.what] });
  }

  /** The executed postings from `next` on. */
  function knownFrom(next: bigint): Known[] {
    const known: Known[] = [];
    for (let posting = next; posting < ledger.next; posting++)
      known.push({ posting, ...ledger.rootsOf(posting)! });
    return known;
  }

  /** The block whose state needs nothing more. */
  let done: Hex | undefined;

  return async (
    waiting: readonly WaitingOperation[],
    { hash, time: nowSec }: Pick<Now, "hash" | "time">,
    signal: AbortSignal,
  ): Promise<void> => {
    metrics.waiting.set(waiting.length);
    const count = planPosting(waiting, { nowMs: nowMs(), chainSec: nowSec }, rules);
    if (count > 0) {
      await post(waiting.slice(0, count));
      return;
    }
    if (hash === done) return;
    const next = await logs.next();
    const pending = await Promise.all(
      (await logs.pending()).map(async (assertion) => {
        const args = [assertion.id] as const;
        const [, , since] = await publicClient.readContract({ ...rollup, functionName: "statusOf", args });
        return { ...assertion, sinceSec: Number(since) };
      }),
    );
    const unreturned = await logs.unreturned();
    const view = { known: knownFrom(next), pending, unreturned, next, windowSec, nowSec, me: sender.address };
    for (const action of planState(view)) {
      signal.throwIfAborted();
      await act(action);
    }
    done = hash;
  };
}

const SAID = { confirm: "state confirmed", collect: "bond returned" };

/** Whole strides of signed operations. */
function packed(operations: readonly WaitingOperation[]) {
  const places = placesOf(operations);
  const cells = Math.ceil((places.at(-1)! + operations.at(-1)!.cells) / STRIDE) * STRIDE;
  const [bytes, signatures] = [
    new Uint8Array(cells * OPERATION_BYTES),
    new Uint8Array(cells * SIGNATURE_BYTES),
  ];
  for (const [at, { bytes: own, signature }] of operations.entries()) {
    bytes.set(own, places[at]! * OPERATION_BYTES);
    signatures.set(signature, places[at]! * SIGNATURE_BYTES);
  }
  return { bytes, signatures };
}
