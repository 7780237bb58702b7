// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import type { ChannelKey } from "./channel.ts";

export type FinalizeParameters = { paymentChannels: Address; key: ChannelKey };
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
  { paymentChannels, key }: FinalizeParameters,
): Promise<FinalizeReturnType> {
  const { transactionHash } = await confirmWrite(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    functionName: "finalize",
    args: [key],
  });
  return { transactionHash };
}
