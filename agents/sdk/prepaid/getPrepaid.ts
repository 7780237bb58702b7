// SPDX-License-Identifier: MIT
import type { Address, Client } from "viem";
import { readContract } from "viem/actions";
import { paymentChannelsAbi } from "../abis.generated.ts";

/** `contract`: PaymentChannels, StreamingProtocol or StreamPools. */
export type ReadPrepaidParameters = { contract: Address; owner: Address; token: Address };
/** In wei. */
export type ReadPrepaidReturnType = bigint;

/**
 * Reads the balance of a prepaid account.
 *
 * @example
 * const wei = await readPrepaid(client, { contract: paymentChannels, owner, token });
 */
export async function readPrepaid(
  client: Client,
  { contract, owner, token }: ReadPrepaidParameters,
): Promise<ReadPrepaidReturnType> {
  return readContract(client, {
    abi: paymentChannelsAbi, // all three have this function
    address: contract,
    functionName: "prepaid",
    args: [owner, token],
  });
}
