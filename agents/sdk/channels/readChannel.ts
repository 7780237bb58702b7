// SPDX-License-Identifier: MIT
import type { Address, Client, Hex } from "viem";
import { readContract } from "viem/actions";
import { paymentChannelsAbi } from "../abis.generated.ts";
import type { Channel } from "./channel.ts";

/** Without `blockNumber`, the latest block. */
export type ReadChannelParameters = { paymentChannels: Address; channelId: Hex; blockNumber?: bigint };
export type ReadChannelReturnType = Channel;

/**
 * Reads the stored state of a channel; all zero for a channel that was never opened.
 *
 * @example
 * const { deposit, settled } = await readChannel(client, { paymentChannels, channelId });
 */
export async function readChannel(
  client: Client,
  { paymentChannels, channelId, blockNumber }: ReadChannelParameters,
): Promise<ReadChannelReturnType> {
  return readContract(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    functionName: "channelOf",
    args: [channelId],
    blockNumber,
  });
}
