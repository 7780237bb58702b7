// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { tokenVestingAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { Allotment, CampaignTerms } from "./campaign.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

export type RedeemAllotmentParameters = WriteOptions & {
  tokenVesting: Address;
  terms: CampaignTerms;
  allotment: Allotment;
  proof: readonly Hex[];
  /** The campaign's own schedule; by default the official one, or none for a campaign that pays at once. */
  schedule?: Schedule;
  /** Another address to pay; only the beneficiary may say so. */
  to?: Address;
};
export type RedeemAllotmentReturnType = { transactionHash: Hex };

/**
 * Redeems an allotment of a campaign for its beneficiary: all of it, or the first payment of a grant, with {@link grantKeyOf}
 * its key. Anyone may call it. See {@link makeCampaign} for the allotment and its proof.
 *
 * @throws viem's ContractFunctionExecutionError, naming `TokenVesting_AlreadyRedeemed`, `TokenVesting_CampaignExpired` and the
 * like.
 * @example
 * await redeemAllotment(client, { tokenVesting, terms, allotment: allotments[3], proof: proofOf(3) });
 */
export async function redeemAllotment(
  client: SigningClient,
  { tokenVesting, terms, allotment, proof, schedule, to, gas }: RedeemAllotmentParameters,
): Promise<RedeemAllotmentReturnType> {
  const steps = encodeSchedule(schedule ?? []);
  const redeem = [terms, allotment, proof];
  const { transactionHash } = await confirmWrite(client, {
    abi: tokenVestingAbi,
    address: tokenVesting,
    ...(to
      ? { functionName: "redeemTo", args: [...redeem, steps, to] }
      : schedule
        ? { functionName: "redeemCustom", args: [...redeem, steps] }
        : { functionName: "redeem", args: redeem }),
    eventName: "Redeemed",
    gas,
  });
  return { transactionHash };
}
