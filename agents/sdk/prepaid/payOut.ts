// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { Payee } from "../chain/payee.ts";

export type PayOutParameters = WriteOptions & {
  /** PaymentChannels, StreamingProtocol or StreamPools. */
  contract: Address;
  payee: Payee;
  token: Address;
};
export type PayOutReturnType = { transactionHash: Hex; paidWei: bigint };

/**
 * Retries a failed payment to `payee`. Anyone may call it; only the payee is paid.
 *
 * @throws Error when no payment waits.
 * @example
 * const { paidWei } = await payOut(client, { contract: paymentChannels, payee: payeeOfAddress(creator), token });
 */
export async function payOut(
  client: SigningClient,
  { contract, payee, token, gas }: PayOutParameters,
): Promise<PayOutReturnType> {
  const payouts = { abi: paymentChannelsAbi, address: contract }; // all three have this function
  const { event, transactionHash } = await confirmWrite(client, {
    ...payouts,
    functionName: "payOut",
    args: [payee, token],
    eventName: "PaidOut",
    gas,
  });
  return { transactionHash, paidWei: event.amount };
}
