// SPDX-License-Identifier: MIT
import type { SigningClient } from "../chain/confirmWrite.ts";
import { type Funding, type FundingSource, fundFromPrepaid, prepareFunding } from "../chain/funding.ts";
import { fundByEip3009, signTransferAuthorization } from "../chain/transferAuthorization.ts";
import { type OpeningParameters, openingDigest } from "./opening.ts";

export type SignOpeningFundingParameters = OpeningParameters & { source: FundingSource };

/**
 * Signs the deposit of an opening with the payer's account. By `eip3009` or `permit` the payer sends no transaction, not
 * even the first; an EIP-3009 authorization is bound to the opening.
 *
 * @example
 * const funding = await signOpeningFunding(payerClient, { ...opening, chainId, paymentChannels, source: "eip3009" });
 */
export async function signOpeningFunding(
  client: SigningClient,
  { source, ...opening }: SignOpeningFundingParameters,
): Promise<Funding> {
  const { key, depositWei: amountWei, paymentChannels: spender, deadline } = opening;
  if (source === "prepaid") return fundFromPrepaid();
  const deposit = { token: key.token, spender, amountWei };
  if (source !== "eip3009") return prepareFunding(client, { source, ...deposit });
  const terms = { ...deposit, deadline: BigInt(deadline), nonce: openingDigest(opening) };
  return fundByEip3009(await signTransferAuthorization(client, terms));
}
