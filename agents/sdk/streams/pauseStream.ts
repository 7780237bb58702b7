// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { StreamKey } from "./stream.ts";

export type PauseStreamParameters = WriteOptions & { streamingProtocol: Address; key: StreamKey };
export type PauseStreamReturnType = { transactionHash: Hex };

/**
 * Pauses a stream. The accrued money stays the payee's; the viewer may resume the stream at any time.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Streams_NotViewer` or `Streams_NotStreaming`.
 * @example
 * await pauseStream(client, { streamingProtocol, key });
 */
export async function pauseStream(
  client: SigningClient,
  { streamingProtocol, key, gas }: PauseStreamParameters,
): Promise<PauseStreamReturnType> {
  const { transactionHash } = await confirmWrite(client, {
    abi: streamingProtocolAbi,
    address: streamingProtocol,
    functionName: "pause",
    args: [key],
    eventName: "StreamPaused",
    gas,
  });
  return { transactionHash };
}
