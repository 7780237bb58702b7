// SPDX-License-Identifier: GPL-3.0-or-later

import { type Address, encodeFunctionData, type Hex, hexToBytes } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { headOf } from "../kernel/chain/head.ts";
import type { Logger } from "../kernel/process/log.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { placementAbi } from "../sdk/abis.generated.ts";
import { readAll } from "../sdk/chain/readAll.ts";
import { epochOf } from "../sdk/content/holding.ts";
import type { Edge } from "../sdk/content/requestChunk.ts";
import { getPlanOf } from "../sdk/placement/actions.ts";
import { getNeeds, getRoster } from "../sdk/placement/getPlan.ts";
import { planProof } from "../sdk/placement/plan.ts";
import { ownersOf } from "../sdk/placement/rendezvous.ts";
import { type PublishedPlan, requestPlan } from "../sdk/placement/requestPlan.ts";
import type { ChallengerMetrics } from "./metrics.ts";
import { sendUnlessRefused } from "./sendUnlessRefused.ts";

/** Works whose needs one call reads. */
const PAGE = 250;
const MOST_JUDGED = 10_000;

/**
 * Judges the plans that edges published for this epoch and the last: an edge is asked for its plan, and loses its bond by the first work
 * whose owners differ. The chain alone says what stands, so after a crash nothing is left out, and nothing is disputed twice.
 */
export function createJudgePlans(options: {
  chain: ChainConnection<"Placement">;
  sender: Pick<Sender, "send">;
  timeoutMs: number;
  metrics: ChallengerMetrics;
  log: Logger;
}) {
  const { chain, sender, timeoutMs, metrics, log } = options;
  const { publicClient } = chain;
  const placement = chain.deployment.contracts.Placement;
  /** Roots that were found true: a root stays what it is. */
  const judged = new Set<Hex>();

  /** The first work whose owners are others than the chain says; −1 if there is none. */
  async function firstWrong(epoch: bigint, works: PublishedPlan["works"]): Promise<number> {
    const roster = await getRoster(publicClient, { placement, epoch });
    for (let from = 0; from < works.length; from += PAGE) {
      const page = works.slice(from, from + PAGE);
      const contentIds = page.map(({ contentId }) => contentId);
      const [regions, doublings] = await getNeeds(publicClient, { placement, contentIds, epoch });
      const wrong = page.findIndex(({ contentId, owners }, n) => {
        const needs = { regions: regions[n]!, doublings: Number(doublings[n]!) };
        const right = ownersOf(roster, hexToBytes(contentId), needs);
        return right.join() !== owners.join().toLowerCase();
      });
      if (wrong !== -1) return from + wrong;
    }
    return -1;
  }

  async function dispute(epoch: bigint, edge: Address, works: PublishedPlan["works"], at: number) {
    const { contentId, owners } = works[at]!;
    const args = [epoch, edge, contentId, owners, planProof(works, at)] as const;
    const data = encodeFunctionData({ abi: placementAbi, functionName: "dispute", args });
    const tx = await sendUnlessRefused(
      { sender, log },
      { to: placement, data, label: "dispute a plan" },
      { edge },
    );
    if (!tx) return;
    metrics.slashes.inc();
    log.info({ edge, contentId, epoch: Number(epoch), tx }, "edge slashed for its plan");
  }

  async function judge({ operator, endpoint }: Edge, epoch: bigint, root: Hex, signal: AbortSignal) {
    try {
      const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const works = await requestPlan({ endpoint }, epoch, root, until);
      const wrong = works && (await firstWrong(epoch, works));
      if (works && wrong !== undefined && wrong !== -1) return dispute(epoch, operator, works, wrong);
      if (!works) return log.debug({ edge: operator }, "edge shows another plan than it published");
      if (judged.size >= MOST_JUDGED) judged.clear();
      judged.add(root);
    } catch (error) {
      signal.throwIfAborted();
      log.debug({ edge: operator, err: error }, "plan of an edge not judged");
    }
  }

  return async (edges: readonly Edge[], signal: AbortSignal): Promise<void> => {
    const present = epochOf((await headOf(publicClient).known()).timestamp);
    for (const epoch of [present - 1n, present]) {
      const asked = edges.map(({ operator }) =>
        getPlanOf.call(publicClient, { placement, epoch, edge: operator }),
      );
      const roots = await readAll(publicClient, asked);
      for (const [n, edge] of edges.entries()) {
        const root = roots[n]!;
        if (BigInt(root) !== 0n && !judged.has(root)) await judge(edge, epoch, root, signal);
      }
    }
  };
}
