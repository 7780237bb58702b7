// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import type { Channel } from "../sdk/channels/channel.ts";
import { getChannel } from "../sdk/channels/getChannel.ts";

/** Channels in one call: the answer comes as the code of a contract, of at most 24,576 bytes, at 256 a channel. */
const AT_ONCE = 64;

export type ReadChannelsParameters = {
  paymentChannels: Address;
  channelIds: readonly Hex[];
  blockNumber: bigint;
};

/** Reads the stored state of many channels at one block: one call for each 64. */
export async function readChannels(
  publicClient: ChainClient,
  { paymentChannels, channelIds, blockNumber }: ReadChannelsParameters,
): Promise<Map<Hex, Channel>> {
  const read = new Map<Hex, Channel>();
  for (let at = 0; at < channelIds.length; at += AT_ONCE) {
    const group = channelIds.slice(at, at + AT_ONCE);
    const channels = await readGroup(group);
    for (const [index, channelId] of group.entries()) read.set(channelId, channels[index]!);
  }
  return read;

  async function readGroup(group: readonly Hex[]): Promise<readonly Channel[]> {
    const [first] = group;
    if (first && group.length === 1)
      return [await getChannel(publicClient, { paymentChannels, channelId: first, blockNumber })];
    const contract = {
      address: paymentChannels,
      abi: paymentChannelsAbi,
      functionName: "channelOf",
    } as const;
    return publicClient.multicall({
      contracts: group.map((channelId) => ({ ...contract, args: [channelId] as const })),
      allowFailure: false,
      // no chain need have a multicall contract
      deployless: true,
      batchSize: 0,
      blockNumber,
    });
  }
}
