// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, type Hex, hexToBytes } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { headOf } from "../../kernel/chain/head.ts";
import type { Logger } from "../../kernel/process/log.ts";
import { epochOf } from "../../sdk/content/holding.ts";
import { getPlan } from "../../sdk/placement/getPlan.ts";
import { edgesByRank } from "../../sdk/placement/rendezvous.ts";
import type { WatchedWork } from "../repair/policy.ts";

/** The next ranks of a work that fill in for its owners: they watch it, too. */
const STAND_INS = 8;

/** The plan of an epoch as it concerns one edge. */
export type OwnPlan = {
  epoch: bigint;
  /** The works that the plan gives this edge. */
  owned: readonly Hex[];
  /** The works that this edge owns, or would fill in. */
  watched: readonly WatchedWork[];
  /** The edges of the roster, this one left out. */
  others: readonly Address[];
};

export type EpochPlan = { current(): Promise<OwnPlan> };

/** The plan of the present epoch, which is computed from the chain once. */
export function createEpochPlan(
  chain: ChainConnection<"Placement" | "ContentRegistry">,
  address: Address,
  log: Logger,
): EpochPlan {
  const { publicClient, deployment } = chain;
  const { Placement: placement, ContentRegistry: contentRegistry } = deployment.contracts;
  const self = address.toLowerCase() as Address;
  let computed: { epoch: bigint; plan: Promise<OwnPlan> } | undefined;

  async function compute(epoch: bigint): Promise<OwnPlan> {
    const { roster, works } = await getPlan(publicClient, { placement, contentRegistry, epoch });
    const owned = works.filter(({ owners }) => owners.includes(self)).map(({ contentId }) => contentId);
    const watched: WatchedWork[] = [];
    for (const { contentId, generation, leafCount, byteCount, root, owners } of works) {
      const next = edgesByRank(roster, hexToBytes(contentId)).filter((edge) => !owners.includes(edge));
      const order = [...owners, ...next.slice(0, STAND_INS)];
      const content = { contentId, generation, leafCount, byteCount, root };
      if (order.includes(self)) watched.push({ content, order, owners: owners.length });
    }
    const others = roster.flatMap((place) => (place && place.edge !== self ? [place.edge] : []));
    log.info({ epoch: Number(epoch), works: owned.length }, "plan of the epoch read");
    return { epoch, owned, watched, others };
  }

  return {
    async current() {
      const { timestamp } = await headOf(publicClient).known();
      const epoch = epochOf(timestamp);
      if (computed?.epoch !== epoch) computed = { epoch, plan: compute(epoch) };
      const { plan } = computed;
      // a chain that was away is asked again
      plan.catch(() => {
        if (computed?.plan === plan) computed = undefined;
      });
      return plan;
    },
  };
}
