// SPDX-License-Identifier: MIT

import type { Hex } from "viem";
import { getBlock } from "viem/actions";
import { needsOfFunction, rosterOfFunction } from "../abis/placement.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import { getWorkPage } from "../content/getWorks.ts";
import { epochOf } from "../content/holding.ts";
import { compileKeccak } from "../content/keccak.ts";
import type { CommittedContent } from "../content/tree.ts";
import { type Placed, type PlannedWork, placeWorks } from "./plan.ts";
import type { RosterPlace } from "./rendezvous.ts";
import { decodePlace } from "./roster.ts";

/** The edges of an epoch by places; null for a place that is free. */
export const getRoster = defineRead("placement", rosterOfFunction, {
  result: (words) => words.map(decodePlace),
});
/** What the owners of works follow from beside the roster. */
export const getNeeds = defineRead("placement", needsOfFunction);

/** `epoch`: the block's own by default. Of one to come, the plan is as it would be if nothing changed. */
export type GetPlanParameters = ReadOptions & { epoch?: bigint | undefined };
/** A plan, and the block at which it was read, which `publishPlan` names, from the next block on. */
export type GetPlanReturnType = {
  epoch: bigint;
  blockNumber: bigint;
  blockHash: Hex;
  roster: RosterPlace[];
  /** Every work, in order of registration. */
  works: Placed<PlannedWork & CommittedContent>[];
};

const PAGE = 250n;

/**
 * Computes which edges own which works in an epoch, from the chain alone: roster, regions and popularity. Anyone comes to the same.
 *
 * @example
 * const { epoch, works } = await client.placement.getPlan();
 * const mine = works.filter(({ owners }) => owners.includes(account.address.toLowerCase()));
 */
export async function getPlan(
  client: AnyClient,
  { epoch: asked, blockNumber: at, ...contracts }: GetPlanParameters = {},
): Promise<GetPlanReturnType> {
  const block = await getBlock(client, at === undefined ? {} : { blockNumber: at });
  const epoch = asked ?? epochOf(block.timestamp);
  const [blockNumber, blockHash] = [block.number!, block.hash!];
  const options = { ...contracts, blockNumber };
  const roster = await getRoster(client, { epoch, ...options });
  const works: GetPlanReturnType["works"] = [];
  await compileKeccak();
  for (let from = 0n; ; from += PAGE) {
    const [contentIds, contents] = await getWorkPage(client, { from, count: PAGE, ...options });
    if (contentIds.length > 0) {
      const [regions, doublings] = await getNeeds(client, { contentIds, epoch, ...options });
      const page = contentIds.map((contentId, n) => {
        const needs = { regions: regions[n]!, doublings: Number(doublings[n]!) };
        const { generation, leafCount, byteCount, root } = contents[n]!;
        return { contentId, ...needs, generation, leafCount, byteCount, root };
      });
      works.push(...placeWorks(roster, page));
    }
    if (contentIds.length < Number(PAGE)) break;
  }
  return { epoch, blockNumber, blockHash, roster, works };
}
