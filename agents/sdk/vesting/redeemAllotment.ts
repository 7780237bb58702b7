// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import {
  RedeemedEvent,
  redeemBySigFunction,
  redeemCustomFunction,
  redeemFunction,
  redeemToFunction,
  tokenVestingErrors,
} from "../abis/tokenVesting.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { Allotment, CampaignTerms } from "./campaign.ts";
import type { Delegation } from "./delegation.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

export type RedeemAllotmentParameters = {
  terms: CampaignTerms;
  allotment: Allotment;
  proof: readonly Hex[];
  /** The campaign's own schedule; by default the official one, or none for a campaign that pays at once. */
  schedule?: Schedule | undefined;
  /** Another address to pay; only the beneficiary may say so. */
  to?: Address | undefined;
  /** Another address to pay, which the beneficiary signed for: see {@link signRedeem}. */
  delegation?: Delegation | undefined;
};

/**
 * Redeems an allotment of a campaign for its beneficiary: all of it, or the first payment of a grant, with {@link grantKeyOf}
 * its key and `grantId` its id. Anyone may call it. `amountWei` is the whole allotment, `paidWei` the part that was paid now;
 * `grantId` is zero where all of it was. See {@link makeCampaign} for the allotment and its proof.
 *
 * @throws ContractRefused, as of `TokenVesting_AlreadyRedeemed` or `TokenVesting_CampaignExpired`.
 * @example
 * await client.vesting.redeemSync({ terms, allotment: allotments[3], proof: proofOf(3) });
 */
export const redeemAllotment = defineWrite({
  contract: "tokenVesting",
  functions: [redeemFunction, redeemCustomFunction, redeemToFunction, redeemBySigFunction],
  event: RedeemedEvent,
  errors: tokenVestingErrors,
  call: ({ terms, allotment, proof, schedule, to, delegation }: RedeemAllotmentParameters) => {
    const steps = encodeSchedule(schedule ?? []);
    const args = [terms, allotment, proof];
    if (delegation) return { functionName: "redeemBySig", args: [...args, steps, delegation] };
    if (to) return { functionName: "redeemTo", args: [...args, steps, to] };
    return schedule ? { functionName: "redeemCustom", args: [...args, steps] } : { args };
  },
  result: ({ campaignId, amount, grantId, paid }) => ({
    ...{ campaignId, amountWei: amount, grantId, paidWei: paid },
  }),
});
