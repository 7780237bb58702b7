// SPDX-License-Identifier: MIT
// The actions of `client.vesting`. An action that adds nothing to a function of the contract is one line here.
import {
  beneficiaryOfFunction,
  DistributedEvent,
  distributeFunction,
  portionBpsOfFunction,
  tokenDistributionErrors,
} from "../abis/tokenDistribution.generated.ts";
import {
  CampaignFundedEvent,
  ClawedBackEvent,
  campaignOfFunction,
  GrantedEvent,
  LAUNCHFunction,
  LotOpenedEvent,
  lotOfFunction,
  PositionMintedEvent,
  positionFactsFunction,
  RedeemedEvent,
  ReleasedEvent,
  RevocabilityRenouncedEvent,
  RevokedEvent,
  ScheduleUsedEvent,
  vestedOfFunction,
} from "../abis/tokenVesting.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";

export { signRedeem, signRelease } from "./delegation.ts";
export { clawback, fundCampaign } from "./fundCampaign.ts";
export { getAllocationGrant, getGrantKeyOf } from "./getAllocationGrant.ts";
export { getGrant, getGrantOf, getReleasable } from "./getGrant.ts";
export { makeGrant as grant, makeGrants as grantMany } from "./makeGrant.ts";
export { mintGrantPosition as mintPosition } from "./mintGrantPosition.ts";
export { redeemAllotment as redeem } from "./redeemAllotment.ts";
export { releaseGrant as release } from "./releaseGrant.ts";
export { renounceRevocability, revokeGrant as revoke } from "./revokeGrant.ts";

/** Divides the supply of STREAM among its allocations: once in the life of a deployment. */
export const distribute = defineWrite({
  contract: "tokenDistribution",
  functions: [distributeFunction],
  event: DistributedEvent,
  errors: tokenDistributionErrors,
  result: () => ({}),
});

/** The vested part of a grant, in wei, paid or not. `schedule`: as {@link encodeSchedule} makes it. */
export const getVested = defineRead("tokenVesting", vestedOfFunction);
/** The second at which the official schedule begins. */
export const getLaunch = defineRead("tokenVesting", LAUNCHFunction);
/** The funding of a campaign, and what of it is promised. */
export const getCampaign = defineRead("tokenVesting", campaignOfFunction);
/** The state of one lot of a campaign's allotments. */
export const getLot = defineRead("tokenVesting", lotOfFunction);
/** What a grant's position shows. */
export const getGrantPositionFacts = defineRead("tokenVesting", positionFactsFunction);
/** The account that owns an allocation of STREAM, by the allocation's number. */
export const getAllocationBeneficiary = defineRead("tokenDistribution", beneficiaryOfFunction);
/** The part of the supply that an allocation is, in basis points. */
export const getAllocationPortion = defineRead("tokenDistribution", portionBpsOfFunction);

export const watchGranted = defineWatch("tokenVesting", GrantedEvent);
export const watchReleased = defineWatch("tokenVesting", ReleasedEvent);
export const watchRevoked = defineWatch("tokenVesting", RevokedEvent);
export const watchRevocabilityRenounced = defineWatch("tokenVesting", RevocabilityRenouncedEvent);
export const watchPositionMinted = defineWatch("tokenVesting", PositionMintedEvent);
export const watchScheduleUsed = defineWatch("tokenVesting", ScheduleUsedEvent);
export const watchCampaignFunded = defineWatch("tokenVesting", CampaignFundedEvent);
export const watchLotOpened = defineWatch("tokenVesting", LotOpenedEvent);
export const watchRedeemed = defineWatch("tokenVesting", RedeemedEvent);
export const watchClawedBack = defineWatch("tokenVesting", ClawedBackEvent);
export const watchDistributed = defineWatch("tokenDistribution", DistributedEvent);
