// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import { normalizeSignature } from "../chain/signature.ts";
import type { ChannelKey } from "./channel.ts";

/** `consent`: the payee's, to this amount, nonce and deadline, see {@link signRefundConsent}. */
export type RefundParameters = WriteOptions & {
  paymentChannels: Address;
  key: ChannelKey;
  amountWei: bigint;
  nonce: bigint;
  deadline: number;
  consent: Hex;
};
export type RefundReturnType = { transactionHash: Hex };

/**
 * Refunds the payer a part of the unsettled deposit, on the payee's consent. Anyone may call it.
 *
 * @throws viem's ContractFunctionExecutionError, naming `PaymentChannels_ConsentInvalid`, `PaymentChannels_ConsentUsed`
 * and the like.
 * @example
 * await refund(client, { paymentChannels, key, amountWei, nonce: 0n, deadline, consent });
 */
export async function refund(
  client: SigningClient,
  { paymentChannels, key, amountWei, nonce, deadline, consent, gas }: RefundParameters,
): Promise<RefundReturnType> {
  const { transactionHash } = await confirmWrite(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    functionName: "refund",
    args: [key, amountWei, nonce, deadline, normalizeSignature(consent)],
    eventName: "Refunded",
    gas,
  });
  return { transactionHash };
}
