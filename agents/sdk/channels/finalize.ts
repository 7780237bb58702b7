// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { ChannelKey } from "./channel.ts";

export type FinalizeParameters = WriteOptions & { paymentChannels: Address; key: ChannelKey };
export type FinalizeReturnType = { transactionHash: Hex };

/**
 * Closes a channel whose window has passed, and refunds the payer. Anyone may call it.
 *
 * @throws viem's ContractFunctionExecutionError, naming `PaymentChannels_TooEarly` with the time of the deadline.
 * @example
 * await finalize(client, { paymentChannels, key });
 */
export async function finalize(
  client: SigningClient,
  { paymentChannels, key, gas }: FinalizeParameters,
): Promise<FinalizeReturnType> {
  const { transactionHash } = await confirmWrite(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    functionName: "finalize",
    args: [key],
    eventName: "Closed",
    gas,
  });
  return { transactionHash };
}
