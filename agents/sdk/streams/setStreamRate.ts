// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import { eventOf } from "../chain/eventOf.ts";
import type { Rate } from "./rate.ts";
import type { StreamKey } from "./stream.ts";

export type SetStreamRateParameters = { streamingProtocol: Address; key: StreamKey; rate: Rate };
/** `paidWei`: what had accrued, and left the stream for the payee. */
export type SetStreamRateReturnType = { transactionHash: Hex; paidWei: bigint };

/**
 * Pays what has accrued, and lets the stream flow at another rate from now on. A paused one stays paused.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Streams_NotViewer` for anybody else.
 * @example
 * await setStreamRate(client, { streamingProtocol, key, rate: rateOf({ amountWei: 2n, perSeconds: 1 }) });
 */
export async function setStreamRate(
  client: SigningClient,
  { streamingProtocol, key, rate }: SetStreamRateParameters,
): Promise<SetStreamRateReturnType> {
  const contract = { abi: streamingProtocolAbi, address: streamingProtocol };
  const receipt = await confirmWrite(client, { ...contract, functionName: "setRate", args: [key, rate] });
  const { paid } = eventOf(receipt, { ...contract, eventName: "StreamRateSet" });
  return { transactionHash: receipt.transactionHash, paidWei: paid };
}
