// SPDX-License-Identifier: GPL-3.0-or-later
// The shares of one split on their way to the collaborators: what is shown as a signal, and what a person may do as methods.
import { signal } from "@preact/signals";
import { createClient, http } from "viem";
import { getBlockNumber, getLogs, readContract } from "viem/actions";
import { addressOf, startBlockOf } from "../../../sdk/chain/deployment.ts";
import { TributaryError } from "../../../sdk/errors/TributaryError.ts";
import { segmentOfSplit } from "../../../sdk/splits/splitId.ts";
import { claimShare, readShare, type Share } from "../../../splits/claims.ts";
import { fetchSnapshot } from "../../../splits/fetchSnapshot.ts";
import { readSegment, type SegmentState } from "../../../splits/readSegment.ts";
import type { RollupClient } from "../../../splits/rollupReader.ts";
import type { SplitTable } from "../../../splits/table.ts";
import { chainOf, type Deployment } from "../deployment.ts";
import { type Problem, problemOf } from "../sentences.ts";
import { fillGas } from "../wallet/connect.ts";
import type { Wallet } from "../wallet/wallet.ts";
import { WHILE_CLAIMING } from "./claimProblems.ts";
import { proveInWorker } from "./proving.ts";

export type Claiming =
  | { step: "table"; fault?: string }
  | { step: "working"; what: string; shares?: readonly Share[] }
  | { step: "shares"; shares: readonly Share[]; paid?: Share }
  | { step: "failed"; problem: Problem };

const READING = "Reading the split's revenue…";

export function createClaiming(from: Deployment, split: bigint) {
  const state = signal<Claiming>({ step: "table" });
  const stopping = new AbortController();
  const { signal: stopped } = stopping;
  const chain = chainOf(from);
  const publicClient = rollupClient(from);
  const rollup = addressOf(chain, "splitRollup");
  const place = { publicClient, rollup, startBlock: startBlockOf(chain), split };
  let table: SplitTable = [];

  /** A prover's snapshot spares the reading of logs; the chain decides whether it is right. */
  async function segmentNow() {
    const segment = segmentOfSplit(split);
    const at = { chainId: chain.id, rollup, segment };
    const snapshots = await fetchSnapshot(from.urls.prover, at).then(
      (one) => [one],
      () => [],
    );
    return readSegment({ ...place, segment, snapshots });
  }

  async function read(segment: SegmentState, paid?: Share): Promise<void> {
    const shares = await Promise.all(
      table.map((_, position) => readShare({ ...place, table, position, segment })),
    );
    state.value = { step: "shares", shares, ...(paid && { paid }) };
  }

  async function readAnew(): Promise<void> {
    state.value = { step: "working", what: READING };
    await read(await segmentNow());
  }

  async function claim(wallet: Wallet, position: number, shares: readonly Share[]): Promise<void> {
    const say = (what: string) => {
      state.value = { step: "working", what, shares };
    };
    await fillGas(from, wallet, say);
    say(READING);
    const segment = await segmentNow();
    const paid = await claimShare(wallet.client, {
      ...{ ...place, table, position, segment },
      async prove(signals) {
        say("Proving the share in this page: some seconds…");
        const proof = await proveInWorker(signals, stopped);
        say(wallet.asks("Claiming the share", "send the transaction"));
        return proof;
      },
    });
    // a claim leaves the segment as it was
    await read(segment, paid);
  }

  const failing = (work: Promise<void>) =>
    work.catch((error) => {
      if (!stopped.aborted)
        state.value = { step: "failed", problem: problemOf(inWords(error), WHILE_CLAIMING) };
    });

  return {
    state,
    /** Reads the shares of a table, which stays in the page. */
    choose(chosen: SplitTable): Promise<void> {
      table = chosen;
      return failing(readAnew());
    },
    refuse(fault: string) {
      state.value = { step: "table", fault };
    },
    claim: (wallet: Wallet, position: number, shares: readonly Share[]) =>
      failing(claim(wallet, position, shares)),
    again: () => (table.length > 0 ? failing(readAnew()) : undefined),
    stop: () => stopping.abort(new DOMException("the page went on", "AbortError")),
  };
}

/** A fault that the splits' own code tells has its advice apart. */
function inWords(error: unknown): unknown {
  const { name, message, advice } = error as { name?: string; message?: string; advice?: string };
  if (name !== "UserError") return error;
  return new TributaryError(`${message} ${advice}`, { retryable: true, cause: error });
}

function rollupClient(from: Deployment): RollupClient {
  const client = createClient({ chain: chainOf(from), transport: http(from.rpcUrl) });
  const actions = {
    chain: client.chain,
    getBlockNumber: (parameters: object) => getBlockNumber(client, parameters),
    getLogs: (parameters: object) => getLogs(client, parameters),
    readContract: (parameters: Parameters<typeof readContract>[1]) => readContract(client, parameters),
  };
  return actions as unknown as RollupClient;
}
