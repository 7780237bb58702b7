// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { Rate } from "./rate.ts";
import type { StreamKey } from "./stream.ts";

export type SetStreamRateParameters = WriteOptions & {
  streamingProtocol: Address;
  key: StreamKey;
  rate: Rate;
};
/** `paidWei`: accrued money that left the stream for the payee. */
export type SetStreamRateReturnType = { transactionHash: Hex; paidWei: bigint };

/**
 * Changes the rate of a stream from now on, and pays the payee the accrued money. A paused stream stays paused.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Streams_NotViewer` for another account.
 * @example
 * await setStreamRate(client, { streamingProtocol, key, rate: rateOf({ amountWei: 2n, perSeconds: 1 }) });
 */
export async function setStreamRate(
  client: SigningClient,
  { streamingProtocol, key, rate, gas }: SetStreamRateParameters,
): Promise<SetStreamRateReturnType> {
  const contract = { abi: streamingProtocolAbi, address: streamingProtocol } as const;
  const { event, transactionHash } = await confirmWrite(client, {
    ...contract,
    functionName: "setRate",
    args: [key, rate],
    eventName: "StreamRateSet",
    gas,
  });
  return { transactionHash, paidWei: event.paid };
}
