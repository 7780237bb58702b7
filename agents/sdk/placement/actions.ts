// SPDX-License-Identifier: MIT
// The actions of `client.placement`: which edges own which works, and what works earn for the number of their copies.
import type { Hex } from "viem";
import {
  CapacityDeclaredEvent,
  capacityOfFunction,
  declareCapacityFunction,
  disputeFunction,
  enrollFunction,
  MOST_EDGESFunction,
  nameRegionsFunction,
  ownersOfFunction,
  PlanFalseEvent,
  PlanPublishedEvent,
  placementErrors,
  planOfFunction,
  publishPlanFunction,
  RegionsNamedEvent,
  RosterChangedEvent,
  weightOfFunction,
} from "../abis/placement.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { regionOf } from "../operators/region.ts";

export { getNeeds, getPlan, getRoster } from "./getPlan.ts";
export {
  countPool,
  countStream,
  countTicks,
  countVouchers,
  getDoublings,
  getHeat,
  getMostDoublings,
  getPopularityBase,
  getPopularityFee,
  watchCounted,
} from "./popularity.ts";

const contract = { contract: "placement", errors: placementErrors } as const;

/**
 * Declares what the account's edge can hold, in gigabytes, and enrolls it for the next epoch. Zero takes it off the roster.
 *
 * @throws ContractRefused, as of `Placement_NotAnEdge`.
 * @example
 * await client.placement.declareCapacitySync({ gigabytes: 2_000 });
 */
export const declareCapacity = defineWrite({
  ...contract,
  functions: [declareCapacityFunction],
  event: CapacityDeclaredEvent,
});

/** Brings the roster up to date for edges whose bond or region changed, or which left. Anyone may call it. */
export const enroll = defineWrite({ ...contract, functions: [enrollFunction] });

/**
 * Names the regions in which a work of the account has two copies each, from the next epoch on: eight at most.
 *
 * @throws ContractRefused, as of `Placement_NotPublisher`.
 * @example
 * await client.placement.nameRegionsSync({ contentId, regions: ["eu-west", "us-east"] });
 */
export const nameRegions = defineWrite({
  ...contract,
  functions: [nameRegionsFunction],
  event: RegionsNamedEvent,
  // ascending, as the contract wants them
  call: ({ contentId, regions }: { contentId: Hex; regions: readonly string[] }) => ({
    args: [contentId, regions.map(regionOf).sort()],
  }),
});

/**
 * Vouches with the bond of the account's edge that a plan is true: see {@link getPlan} and `planRoot`. Read the plan at a block of its
 * epoch that has a successor.
 *
 * @example
 * const { epoch, blockNumber, blockHash, works } = await client.placement.getPlan();
 * await client.placement.publishPlanSync({ epoch, root: planRoot(works), blockNumber, blockHash });
 */
export const publishPlan = defineWrite({
  ...contract,
  functions: [publishPlanFunction],
  event: PlanPublishedEvent,
});

/** Takes the bond of an edge whose plan gives a work other owners than it has: see `planProof`. */
export const dispute = defineWrite({ ...contract, functions: [disputeFunction], event: PlanFalseEvent });

/** The owners of a work in an epoch, the best first, as the contract computes them. */
export const getOwners = defineRead("placement", ownersOfFunction);
/** The root that an edge published for an epoch; zero if none, or a false one. */
export const getPlanOf = defineRead("placement", planOfFunction);
/** The weight that an edge would have now, in gigabytes. */
export const getWeight = defineRead("placement", weightOfFunction);
/** What an edge declared, in gigabytes. */
export const getCapacity = defineRead("placement", capacityOfFunction);
/** The most edges of a roster. */
export const getMostEdges = defineRead("placement", MOST_EDGESFunction);

export const watchCapacityDeclared = defineWatch("placement", CapacityDeclaredEvent);
export const watchRosterChanged = defineWatch("placement", RosterChangedEvent);
export const watchRegionsNamed = defineWatch("placement", RegionsNamedEvent);
export const watchPlanPublished = defineWatch("placement", PlanPublishedEvent);
export const watchPlanFalse = defineWatch("placement", PlanFalseEvent);
