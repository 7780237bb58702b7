// SPDX-License-Identifier: MIT
import type { Address, Client } from "viem";
import { readContract } from "viem/actions";
import { streamingProtocolAbi } from "../abis.generated.ts";
import type { Rate } from "./rate.ts";
import type { Stream, StreamKey } from "./stream.ts";

/** Without `blockNumber`, the latest block. */
export type ReadStreamParameters = { streamingProtocol: Address; key: StreamKey; blockNumber?: bigint };
export type ReadStreamReturnType = Stream;

/**
 * Reads the stored state of a stream; all zero for a stream that is not open. {@link accruedAt} computes the accrual
 * since.
 *
 * @example
 * const stream = await readStream(client, { streamingProtocol, key });
 * const accruedWei = accruedAt(stream, Date.now() / 1_000);
 */
export async function readStream(
  client: Client,
  { streamingProtocol, key, blockNumber }: ReadStreamParameters,
): Promise<ReadStreamReturnType> {
  const stream = await readContract(client, {
    abi: streamingProtocolAbi,
    address: streamingProtocol,
    functionName: "streamOf",
    args: [key],
    blockNumber,
  });
  return { ...stream, rate: stream.rate as Rate };
}
