// SPDX-License-Identifier: MIT
import { type Address, type Hex, maxUint96 } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { StreamKey } from "./stream.ts";

export type RefundStreamParameters = WriteOptions & {
  streamingProtocol: Address;
  key: StreamKey;
  /** All that is unspent by default. */
  amountWei?: bigint;
};
export type RefundStreamReturnType = { transactionHash: Hex; refundedWei: bigint };

/**
 * Takes back a part of a stream's money that has not accrued, as the viewer; the stream runs on, for a shorter time.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Streams_AboveUnspent`, `Streams_NotViewer` and the like.
 * @example
 * const { refundedWei } = await refundStream(client, { streamingProtocol, key, amountWei: parseEther("1") });
 */
export async function refundStream(
  client: SigningClient,
  { streamingProtocol, key, amountWei = maxUint96, gas }: RefundStreamParameters,
): Promise<RefundStreamReturnType> {
  const { event, transactionHash } = await confirmWrite(client, {
    abi: streamingProtocolAbi,
    address: streamingProtocol,
    functionName: "refund",
    args: [key, amountWei],
    eventName: "StreamRefunded",
    gas,
  });
  return { transactionHash, refundedWei: event.amount };
}
