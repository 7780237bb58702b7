// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  CampaignFundedEvent,
  ClawedBackEvent,
  clawbackFunction,
  fundCampaignFunction,
  tokenVestingErrors,
} from "../abis/tokenVesting.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { takes } from "../chain/takes.ts";
import type { CampaignTerms } from "./campaign.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

export type FundCampaignParameters = {
  terms: CampaignTerms;
  root: Hex;
  /** In wei; the whole of the campaign by default. The contract takes what is missing, and no more. */
  amountWei?: bigint | undefined;
  /** The schedule whose hash stands in the terms, for a campaign with its own. */
  schedule?: Schedule | undefined;
};

/**
 * Funds a campaign, which {@link makeCampaign} makes, in its terms' token. Anyone may fund.
 *
 * @throws BalanceTooLow; ContractRefused, as of `TokenVesting_CampaignClosed`.
 * @example
 * const { root, totalWei } = makeCampaign(awards);
 * const terms = { granter, token, schedule: INSTANT, total: totalWei, expiresAt: 0, isRevocable: false };
 * await client.vesting.fundCampaignSync({ terms, root });
 */
export const fundCampaign = defineWrite({
  contract: "tokenVesting",
  functions: [fundCampaignFunction],
  event: CampaignFundedEvent,
  errors: tokenVestingErrors,
  deposit: takes(({ terms, amountWei = terms.total }: FundCampaignParameters) => ({
    source: "allowance",
    token: terms.token,
    amountWei,
  })),
  call: ({ terms, root, amountWei = terms.total, schedule = [] }: FundCampaignParameters) => ({
    args: [terms, root, encodeSchedule(schedule), amountWei],
  }),
  result: ({ campaignId, amount }) => ({ campaignId, amountWei: amount }),
});

/** `lots`: the numbers of the lots whose rest returns as well. */
export type ClawbackParameters = { terms: CampaignTerms; root: Hex; lots?: readonly bigint[] | undefined };

/**
 * Closes a campaign, and returns to its granter what nobody can redeem any more.
 *
 * @throws ContractRefused for another account than the granter, and before the campaign's end.
 * @example
 * const { amountWei } = await client.vesting.clawbackSync({ terms, root });
 */
export const clawback = defineWrite({
  contract: "tokenVesting",
  functions: [clawbackFunction],
  event: ClawedBackEvent,
  errors: tokenVestingErrors,
  call: ({ terms, root, lots = [] }: ClawbackParameters) => ({ args: [terms, root, lots] }),
  result: ({ campaignId, amount }) => ({ campaignId, amountWei: amount }),
});
