// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { approve } from "./approve.ts";
import type { ChannelKey } from "./channel.ts";
import { confirmWrite, type SigningClient } from "./confirmWrite.ts";

export type TopUpParameters = { paymentChannels: Address; key: ChannelKey; amountWei: bigint };
export type TopUpReturnType = { transactionHash: Hex; blockNumber: bigint };

/**
 * Adds to an open channel, approving first where needed. Anyone may; what is left goes back to the payer.
 *
 * @example
 * await topUp(client, { paymentChannels, key, amountWei: parseEther("1") });
 */
export async function topUp(
  client: SigningClient,
  { paymentChannels, key, amountWei }: TopUpParameters,
): Promise<TopUpReturnType> {
  await approve(client, { token: key.token, spender: paymentChannels, amountWei });
  const { transactionHash, blockNumber } = await confirmWrite(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    functionName: "topUp",
    args: [key, amountWei],
  });
  return { transactionHash, blockNumber };
}
