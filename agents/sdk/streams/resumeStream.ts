// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { StreamKey } from "./stream.ts";

export type ResumeStreamParameters = WriteOptions & { streamingProtocol: Address; key: StreamKey };
export type ResumeStreamReturnType = { transactionHash: Hex };

/**
 * Resumes a paused stream, at its rate.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Streams_NotViewer` or `Streams_NotPaused`.
 * @example
 * await resumeStream(client, { streamingProtocol, key });
 */
export async function resumeStream(
  client: SigningClient,
  { streamingProtocol, key, gas }: ResumeStreamParameters,
): Promise<ResumeStreamReturnType> {
  const { transactionHash } = await confirmWrite(client, {
    abi: streamingProtocolAbi,
    address: streamingProtocol,
    functionName: "resume",
    args: [key],
    eventName: "StreamResumed",
    gas,
  });
  return { transactionHash };
}
