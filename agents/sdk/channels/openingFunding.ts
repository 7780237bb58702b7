// SPDX-License-Identifier: MIT
import { type AnyClient, signingClient } from "../chain/clients.ts";
import { prepareFunding } from "../chain/funding.ts";
import { type Funding, type FundingSource, fundFromPrepaid } from "../chain/fundingSource.ts";
import { fundByEip3009, signTransferAuthorization } from "../chain/transferAuthorization.ts";
import { channelsOf } from "./channel.ts";
import { openingDigest, type SignOpeningParameters } from "./opening.ts";

export type SignOpeningFundingParameters = SignOpeningParameters & { source: FundingSource };

/**
 * Signs the deposit of an opening with the payer's account. By `eip3009` or `permit` the payer sends no transaction, not
 * even the first; an EIP-3009 authorization is bound to the opening.
 *
 * @example
 * const funding = await payerClient.channel.signOpeningFunding({ ...opening, source: "eip3009" });
 */
export async function signOpeningFunding(
  anyClient: AnyClient,
  { source, ...opening }: SignOpeningFundingParameters,
): Promise<Funding> {
  if (source === "prepaid") return fundFromPrepaid();
  const client = signingClient(anyClient, opening.account);
  const { key, depositWei: amountWei, windowSec, deadline } = opening;
  const contract = channelsOf(client, opening);
  const deposit = { token: key.token, spender: contract.paymentChannels, amountWei };
  if (source !== "eip3009") return prepareFunding(client, { source, ...deposit });
  const nonce = openingDigest({ ...contract, key, windowSec, depositWei: amountWei, deadline });
  const terms = { ...deposit, deadline: BigInt(deadline), nonce };
  return fundByEip3009(await signTransferAuthorization(client, terms));
}
