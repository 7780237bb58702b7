// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import { type Funding, fundFromPrepaid } from "../chain/funding.ts";
import { normalizeSignature } from "../chain/signature.ts";
import { channelIdOf } from "./channel.ts";
import type { Opening } from "./opening.ts";

export type OpenForParameters = WriteOptions &
  Opening & {
    paymentChannels: Address;
    /** The payer's, see {@link signOpening}. */
    signature: Hex;
    /** The payer's prepaid balance by default; else see {@link signOpeningFunding}. */
    funding?: Funding;
  };
export type OpenForReturnType = { channelId: Hex; transactionHash: Hex; blockNumber: bigint };

/**
 * Opens a channel on the payer's signature, with the payer's money. Anyone may call it, and pays the gas.
 *
 * @throws viem's ContractFunctionExecutionError, naming `PaymentChannels_SignatureInvalid`,
 * `PaymentChannels_DeadlinePassed`, `Deposits_PrepaidTooLow` and the like.
 * @example
 * await openFor(relayerClient, { ...opening, paymentChannels, funding, signature });
 */
export async function openFor(
  client: SigningClient,
  { paymentChannels, signature, funding = fundFromPrepaid(), gas, ...opening }: OpenForParameters,
): Promise<OpenForReturnType> {
  const { key, windowSec, depositWei: deposit, deadline } = opening;
  const { transactionHash, blockNumber } = await confirmWrite(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    functionName: "openFor",
    args: [{ key, windowSec, deposit, deadline }, funding, normalizeSignature(signature)],
    eventName: "Opened",
    gas,
  });
  const channelId = channelIdOf({ chainId: client.chain.id, paymentChannels, key });
  return { channelId, transactionHash, blockNumber };
}
