// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import { normalizeSignature } from "../chain/signature.ts";
import type { ChannelKey } from "./channel.ts";

/** `consent`: the payee's, to this amount and deadline, see {@link signCloseConsent}. */
export type CloseWithConsentParameters = WriteOptions & {
  paymentChannels: Address;
  key: ChannelKey;
  settledWei: bigint;
  deadline: number;
  consent: Hex;
};
export type CloseWithConsentReturnType = { transactionHash: Hex };

/**
 * Closes a channel at once, as the payer: the payee gets `settledWei` in all, the payer the rest.
 *
 * @throws viem's ContractFunctionExecutionError, naming `PaymentChannels_ConsentInvalid` and the like.
 * @example
 * await closeWithConsent(payerClient, { paymentChannels, key, settledWei, deadline, consent });
 */
export async function closeWithConsent(
  client: SigningClient,
  { paymentChannels, key, settledWei, deadline, consent, gas }: CloseWithConsentParameters,
): Promise<CloseWithConsentReturnType> {
  const { transactionHash } = await confirmWrite(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    functionName: "closeWithConsent",
    args: [key, settledWei, deadline, normalizeSignature(consent)],
    eventName: "Closed",
    gas,
  });
  return { transactionHash };
}
