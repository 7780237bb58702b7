// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, encodeFunctionData, type Hex, zeroHash } from "viem";
import type { RequestBook } from "../demands/followRequests.ts";
import { deadlineOf, type PieceRequest } from "../demands/request.ts";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { headOf } from "../kernel/chain/head.ts";
import type { Logger } from "../kernel/process/log.ts";
import type { Store } from "../kernel/store/store.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { availabilityCourtAbi } from "../sdk/abis.generated.ts";
import { epochOf } from "../sdk/content/holding.ts";
import { pieceCount } from "../sdk/content/piece.ts";
import { type Demand, drawPiece, planDemands, SLOTS } from "./demandPolicy.ts";
import type { KnownWorks } from "./knownWorks.ts";
import type { ChallengerMetrics } from "./metrics.ts";
import { readProgress } from "./progress.ts";
import { forgetRefusal, readHoldings, readRefusals } from "./refusals.ts";
import { sendUnlessRefused } from "./sendUnlessRefused.ts";
import type { ChallengerTables } from "./tables.ts";

const DAY_SEC = 86_400;

export type DemandOptions = {
  chain: ChainConnection<"AvailabilityCourt" | "ContentRegistry">;
  store: Store<ChallengerTables>;
  sender: Sender;
  /** This challenger's own requests. */
  requests: RequestBook;
  works: KnownWorks;
  /** The most that the demands of a day may lock, in wei of ether; 0: none is made. */
  budgetWei: bigint;
  metrics: ChallengerMetrics;
  log: Logger;
};

/**
 * Collects what edges left unanswered, and demands the pieces that they refused. The chain alone says what is open, so after a crash
 * nothing is collected or demanded twice.
 */
export function createDemand(options: DemandOptions) {
  const { chain, store, sender, requests, works, metrics, log } = options;
  const { publicClient } = chain;
  const court = { address: chain.deployment.contracts.AvailabilityCourt, abi: availabilityCourtAbi } as const;

  async function collect(request: PieceRequest): Promise<void> {
    const data = encodeFunctionData({ ...court, functionName: "collect", args: [request] });
    const sent = await sendUnlessRefused(options, {
      to: court.address,
      data,
      label: "collect a lost request",
    });
    if (!sent) return;
    metrics.losses.inc();
    log.info({ edge: request.edge, contentId: request.contentId, tx: sent }, "edge lost a request");
  }

  async function takenSlots(edge: Address): Promise<Set<number>> {
    const places = Array.from({ length: SLOTS }, (_, slot) => slot);
    const hashes = await Promise.all(
      places.map((slot) =>
        publicClient.readContract({ ...court, functionName: "requestIn", args: [edge, slot] }),
      ),
    );
    return new Set(places.filter((slot) => hashes[slot] !== zeroHash));
  }

  /** Demands are made with the root that the challenger knows, or none. */
  async function demand(
    { refusal, signed, slot, bondWei }: Demand,
    round: number,
    seed: Hex,
    signal: AbortSignal,
  ) {
    const { contentId, index } = refusal;
    const work = await works.get(contentId, [], signal);
    const isSame = work?.content.generation === signed.holding.generation;
    const leaf = isSame ? work?.tree.leaves[index] : undefined;
    const piece = leaf ? drawPiece(refusal, pieceCount(leaf.length), round, seed) : 0;
    const root = leaf ? bytesToHex(leaf.piecesRoot) : zeroHash;
    const args = [signed.holding, signed.signature, BigInt(index), piece, slot, root] as const;
    const data = encodeFunctionData({ ...court, functionName: "requestPiece", args });
    const sent = await sendUnlessRefused(options, {
      to: court.address,
      data,
      value: bondWei,
      label: "demand a piece",
    });
    // refused again over HTTP, the chunk is demanded again
    await forgetRefusal(store, refusal);
    if (!sent) return;
    metrics.demands.inc();
    log.info({ edge: refusal.operator, contentId, index, tx: sent }, "piece demanded on chain");
  }

  return async (signal: AbortSignal): Promise<void> => {
    await sender.recover();
    await requests.poll(signal);
    const { timestamp: nowSec } = await headOf(publicClient).known();
    const open = await requests.open();
    for (const request of open) {
      signal.throwIfAborted();
      if (nowSec >= deadlineOf(request)) await collect(request);
    }
    const refusals = await readRefusals(store);
    if (refusals.length === 0 || options.budgetWei === 0n) return;
    const { seed, round } = await readProgress(store);
    const today = await requests.bondsSince(epochOf(nowSec - DAY_SEC));
    const edges = [...new Set(refusals.map(({ operator }) => operator))];
    const taken = new Map(
      await Promise.all(edges.map(async (edge) => [edge, await takenSlots(edge)] as const)),
    );
    const view = {
      refusals,
      holdings: await readHoldings(store),
      open: open.filter((request) => nowSec < deadlineOf(request)),
      taken,
      epoch: epochOf(nowSec),
      firstBondWei: await publicClient.readContract({ ...court, functionName: "bondOf", args: [0] }),
      budgetWei: options.budgetWei - today,
    };
    for (const planned of planDemands(view, round, seed)) {
      signal.throwIfAborted();
      await demand(planned, round, seed, signal);
    }
  };
}
