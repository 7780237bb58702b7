// SPDX-License-Identifier: MIT
// The actions of `client.deal`: a prepaid price for the copies of a work, which the edges that own the work claim by the epoch.
import type { Hex } from "viem";
import {
  CLAIM_DELAYFunction,
  CLAIM_PERIODFunction,
  ClaimedEvent,
  claimFunction,
  DealOpenedEvent,
  DealStoppedEvent,
  DealToppedUpEvent,
  dealCountFunction,
  dealOfFunction,
  HoldingPostedEvent,
  isPostedFunction,
  LEAST_COPIESFunction,
  MOST_AHEADFunction,
  MOST_COPIESFunction,
  paidOfFunction,
  postHoldingFunction,
  ReturnedEvent,
  stopFunction,
  storageDealsErrors,
  takeBackFunction,
} from "../abis/storageDeals.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { Holding } from "../content/holding.ts";

export { openDeal as open } from "./openDeal.ts";
export { topUpDeal as topUp } from "./topUpDeal.ts";

const contract = { contract: "storageDeals", errors: storageDealsErrors } as const;

/**
 * Ends a deal with the present epoch, and returns the epochs to come to its payer. Of a work that was republished anyone may.
 *
 * @throws ContractRefused, as of `StorageDeals_NotPayer`.
 * @example
 * const { returned } = await client.deal.stopSync({ contentId, number: 0n });
 */
export const stop = defineWrite({ ...contract, functions: [stopFunction], event: DealStoppedEvent });

/** Returns to the payer what nobody claimed of the epochs up to `toEpoch`, once their claim period is over. Anyone may call it. */
export const takeBack = defineWrite({ ...contract, functions: [takeBackFunction], event: ReturnedEvent });

/**
 * Pays an edge what a deal owes it for epochs of a range. Anyone may call it.
 *
 * @throws ContractRefused, as of `StorageDeals_NothingDue`.
 * @example
 * const range = { fromEpoch: 495_000n, toEpoch: 495_023n };
 * const { paid } = await client.deal.claimSync({ contentId, number: 0n, edge: account.address, ...range });
 */
export const claim = defineWrite({ ...contract, functions: [claimFunction], event: ClaimedEvent });

export type PostHoldingParameters = {
  /** Of all chunks of the work's present generation. */
  holding: Holding;
  /** The edge's: see `holdingTypedData`. */
  signature: Hex;
};

/** Posts what an edge signed: from the next epoch on anyone may ask the edge for the work, and deals pay the edge for it. */
export const postHolding = defineWrite({
  ...contract,
  functions: [postHoldingFunction],
  event: HoldingPostedEvent,
  call: ({ holding, signature }: PostHoldingParameters) => ({ args: [holding, signature] }),
});

/** The stored state of a deal; all zero for one that was never opened. */
export const getDeal = defineRead("storageDeals", dealOfFunction);
/** The number of deals that were opened for a work. */
export const getDealCount = defineRead("storageDeals", dealCountFunction);
/** A bit for each owner that was paid for an epoch, the best owner's the lowest. */
export const getPaid = defineRead("storageDeals", paidOfFunction);
/** Whether a holding of the edge's for the epoch was posted before it. */
export const getPosted = defineRead("storageDeals", isPostedFunction);
/** After how many epochs an epoch's shares may be claimed. */
export const getClaimDelay = defineRead("storageDeals", CLAIM_DELAYFunction);
/** For how many epochs a share waits for its owner at least. */
export const getClaimPeriod = defineRead("storageDeals", CLAIM_PERIODFunction);
/** The least copies that a deal pays. */
export const getLeastCopies = defineRead("storageDeals", LEAST_COPIESFunction);
/** The most copies that a deal pays. */
export const getMostCopies = defineRead("storageDeals", MOST_COPIESFunction);
/** How many epochs one {@link postHolding} covers at most. */
export const getMostAhead = defineRead("storageDeals", MOST_AHEADFunction);

export const watchDealOpened = defineWatch("storageDeals", DealOpenedEvent);
export const watchDealToppedUp = defineWatch("storageDeals", DealToppedUpEvent);
export const watchDealStopped = defineWatch("storageDeals", DealStoppedEvent);
export const watchClaimed = defineWatch("storageDeals", ClaimedEvent);
export const watchReturned = defineWatch("storageDeals", ReturnedEvent);
export const watchHoldingPosted = defineWatch("storageDeals", HoldingPostedEvent);
