// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import { RevertError } from "../kernel/chain/revert.ts";
import { isConnectionError } from "../kernel/process/errors.ts";
import type { Logger } from "../kernel/process/log.ts";
import { createQueue } from "../kernel/process/queue.ts";
import type { Check } from "../kernel/process/readiness.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import type { RollupReader } from "../splits/rollupReader.ts";
import type { Ledger } from "./ledger.ts";
import type { Look } from "./look.ts";
import type { ProverMetrics } from "./metrics.ts";
import { type ProverPlan, type ProverRules, type ProverView, planProver } from "./policy.ts";
import { createRests } from "./rests.ts";
import type { ProvedBatch, Steps } from "./steps.ts";
import { nameOf } from "./turns.ts";

export type WorkOptions = {
  look(signal: AbortSignal): Promise<Look>;
  headBlock(): Promise<bigint>;
  ledger: Pick<Ledger, "rewinds">;
  reader: Pick<RollupReader, "settledSoon">;
  steps: Steps;
  sender: Pick<Sender, "address" | "recover">;
  rules: ProverRules;
  constants: Pick<ProverView, "sealAgeSec" | "maxEntries"> & Omit<ProverView["prices"], "gasPriceWei">;
  metrics: ProverMetrics;
  check: Check;
  log: Logger;
};

const NOTHING: ProverPlan = { unpaid: 0 };

/**
 * The prover's four kinds of work, one tick each, which run side by side: the look at the chain, proofs, settlements,
 * seals. Each step is decided from the last look; none is made from a look older than the prover's own last transaction.
 */
export function createWork(options: WorkOptions) {
  const { ledger, reader, steps, sender, rules, constants, metrics, check, log } = options;
  const turns = createQueue();
  const proofs = new Map<string, ProvedBatch>();
  const rests = createRests(check, () => seen?.nowSec ?? 0);
  const awaited = new Set<string>();
  const absent = new Map<Address, number>();
  let seen: Look | undefined;
  let proving: { name: string; ended: AbortController } | undefined;
  let settling: string | undefined;
  let rewinds = 0;
  let actedAtBlock = 0n;
  let isRecovered = false;
  let proofSec = 0;

  function plan(): ProverPlan {
    if (!seen || !isRecovered || seen.readTo < actedAtBlock) return NOTHING;
    const { sealAgeSec, maxEntries, ...fees } = constants;
    const peers = seen.peers.filter(({ address, settledSec }) => settledSec > (absent.get(address) ?? -1));
    const prices = { ...fees, gasPriceWei: seen.gasPriceWei };
    const own = { self: sender.address, proved: new Set(proofs.keys()), resting: rests.resting };
    // a slow machine grants the others as much time as it needs itself
    const takeoverSec = Math.max(rules.takeoverSec, rules.takeoverSec && 3 * proofSec);
    return planProver({ ...seen, ...own, peers, prices, sealAgeSec, maxEntries }, { ...rules, takeoverSec });
  }

  /** Looks at the chain, and drops the proofs of batches that others settled. */
  async function look(signal: AbortSignal): Promise<void> {
    const now = await turns(() => options.look(signal));
    seen = now;
    // a reorg may have dropped a transaction of ours: it comes first
    if (rewinds !== ledger.rewinds()) isRecovered = false;
    rewinds = ledger.rewinds();
    const waiting = new Set(now.batches.map(nameOf));
    rests.keep(waiting);
    for (const name of proofs.keys()) if (!waiting.has(name) && name !== settling) drop(name);
    for (const name of awaited) if (!waiting.has(name)) awaited.delete(name);
    if (proving && !waiting.has(proving.name)) proving.ended.abort();
    metrics.waiting.set(now.batches.length);
    metrics.unpaid.set(plan().unpaid);
  }

  function drop(name: string): void {
    proofs.delete(name);
    log.info({ batch: name }, "proof dropped: batch settled by another prover");
  }

  /** Proves the next batch. False when there is none. */
  async function prove(): Promise<boolean> {
    const { prove: next } = plan();
    if (!next || !seen) return false;
    const name = nameOf(next);
    // once: a stranger's transaction that is never mined must not keep the batch back for ever
    if (!awaited.has(name) && (await reader.settledSoon(next.segment, next.batch))) {
      awaited.add(name);
      rests.rest(next, seen.nowSec + rules.takeoverSec);
      return true;
    }
    for (const address of next.missedBy) absent.set(address, seen.nowSec);
    const ended = new AbortController();
    const isOwn = (error: unknown) => !ended.signal.aborted && !isConnectionError(error);
    proving = { name, ended };
    try {
      await rests.trying(next, isOwn, async () => {
        const prepared = await turns(() => steps.prepare(next));
        if (!prepared) return;
        const proved = await steps.prove(prepared, ended.signal);
        proofSec = proved.seconds;
        proofs.set(name, proved);
      });
    } catch (error) {
      if (!ended.signal.aborted) throw error;
      log.info({ batch: name }, "proof broken off: batch settled by another prover");
    } finally {
      proving = undefined;
    }
    return true;
  }

  /** Settles the next batch with a proof. False when there is none. */
  async function settle(): Promise<boolean> {
    if (!isRecovered) await recover();
    const { settle: next } = plan();
    const name = next && nameOf(next);
    const proved = name && proofs.get(name);
    if (!next || !name || !proved) return false;
    settling = name;
    try {
      await rests.trying(next, isRevert, () => sending(() => steps.settle(proved)));
      proofs.delete(name);
    } catch (error) {
      // refused for itself: the next look decides on a new proof
      if (error instanceof RevertError) proofs.delete(name);
      throw error;
    } finally {
      settling = undefined;
    }
    return true;
  }

  /** Seals the next batch. False when there is none. */
  async function seal(): Promise<boolean> {
    const { seal: next } = plan();
    if (!next) return false;
    return rests.trying(next, isRevert, () => sending(() => steps.seal(next)));
  }

  /** The transactions of an earlier process first, or their work would be done twice. */
  async function recover(): Promise<void> {
    await sender.recover();
    await seeTo();
    isRecovered = true;
  }

  /** Sends, and decides nothing more before a look has seen the outcome. */
  async function sending(step: () => Promise<bigint | undefined>): Promise<boolean> {
    try {
      const minedIn = await step();
      await seeTo(minedIn);
      return minedIn !== undefined;
    } catch (error) {
      if (!(error instanceof RevertError)) isRecovered = false;
      throw error;
    }
  }

  async function seeTo(minedIn?: bigint): Promise<void> {
    const block = minedIn ?? (await options.headBlock());
    if (block > actedAtBlock) actedAtBlock = block;
  }

  return { look, prove, settle, seal };
}

const isRevert = (error: unknown) => error instanceof RevertError;
