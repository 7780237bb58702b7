// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import { normalizeSignature } from "../chain/signature.ts";
import { type ChannelKey, channelIdOf } from "./channel.ts";

/** `signature`: the payer's, see {@link signOpening}. */
export type OpenForParameters = WriteOptions & {
  paymentChannels: Address;
  key: ChannelKey;
  windowSec: number;
  depositWei: bigint;
  signature: Hex;
};
export type OpenForReturnType = { channelId: Hex; transactionHash: Hex; blockNumber: bigint };

/**
 * Opens a channel on the payer's signature, out of the payer's prepaid balance. Anyone may call it, and pays the gas.
 *
 * @throws viem's ContractFunctionExecutionError, naming `PaymentChannels_SignatureInvalid`, `Deposits_PrepaidTooLow`
 * and the like.
 * @example
 * await openFor(relayerClient, { paymentChannels, key, windowSec, depositWei, signature });
 */
export async function openFor(
  client: SigningClient,
  { paymentChannels, key, windowSec, depositWei, signature, gas }: OpenForParameters,
): Promise<OpenForReturnType> {
  const { transactionHash, blockNumber } = await confirmWrite(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    functionName: "openFor",
    args: [key, windowSec, depositWei, normalizeSignature(signature)],
    eventName: "Opened",
    gas,
  });
  const channelId = channelIdOf({ chainId: client.chain.id, paymentChannels, key });
  return { channelId, transactionHash, blockNumber };
}
