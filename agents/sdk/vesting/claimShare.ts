// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { tokenVestingAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import type { CampaignTerms, Share } from "./campaign.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

export type ClaimShareParameters = {
  tokenVesting: Address;
  terms: CampaignTerms;
  share: Share;
  proof: readonly Hex[];
  /** The campaign's own schedule; without it, the official one, or none for a campaign that pays at once. */
  schedule?: Schedule;
  /** Another address to pay; only the beneficiary may say so. */
  to?: Address;
};
export type ClaimShareReturnType = { transactionHash: Hex };

/**
 * Claims a share of a campaign for its beneficiary: all of it, or the first payment of a grant, with {@link claimKeyOf} its
 * key. Anyone may call it. See {@link makeCampaign} for the share and its proof.
 *
 * @throws viem's ContractFunctionExecutionError, naming `TokenVesting_AlreadyClaimed`, `TokenVesting_CampaignExpired` and the like.
 * @example
 * await claimShare(client, { tokenVesting, terms, share: shares[3], proof: proofOf(3) });
 */
export async function claimShare(
  client: SigningClient,
  { tokenVesting, terms, share, proof, schedule, to }: ClaimShareParameters,
): Promise<ClaimShareReturnType> {
  const steps = encodeSchedule(schedule ?? []);
  const claim = [terms, share, proof];
  const { transactionHash } = await confirmWrite(client, {
    abi: tokenVestingAbi,
    address: tokenVesting,
    ...(to
      ? { functionName: "claimTo", args: [...claim, steps, to] }
      : schedule
        ? { functionName: "claimCustom", args: [...claim, steps] }
        : { functionName: "claim", args: claim }),
  });
  return { transactionHash };
}
