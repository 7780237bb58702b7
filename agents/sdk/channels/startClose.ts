// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { ChannelKey } from "./channel.ts";

export type StartCloseParameters = WriteOptions & { paymentChannels: Address; key: ChannelKey };
/** `closesAt`: the time from which {@link finalize} may be called, in seconds since the Unix epoch. */
export type StartCloseReturnType = { transactionHash: Hex; closesAt: number };

/**
 * Starts the payer's close. The payee may still settle its last voucher until somebody finalizes.
 *
 * @throws viem's ContractFunctionExecutionError, naming `PaymentChannels_NotPayer` or `PaymentChannels_NotOpen`.
 * @example
 * const { closesAt } = await startClose(client, { paymentChannels, key });
 */
export async function startClose(
  client: SigningClient,
  { paymentChannels, key, gas }: StartCloseParameters,
): Promise<StartCloseReturnType> {
  const { event, transactionHash } = await confirmWrite(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    functionName: "startClose",
    args: [key],
    eventName: "CloseStarted",
    gas,
  });
  return { transactionHash, closesAt: event.closesAt };
}
