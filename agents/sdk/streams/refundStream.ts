// SPDX-License-Identifier: MIT
import { type Address, type Hex, maxUint96 } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import { eventOf } from "../chain/eventOf.ts";
import type { StreamKey } from "./stream.ts";

export type RefundStreamParameters = {
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
  { streamingProtocol, key, amountWei = maxUint96 }: RefundStreamParameters,
): Promise<RefundStreamReturnType> {
  const contract = { abi: streamingProtocolAbi, address: streamingProtocol };
  const args = [key, amountWei];
  const receipt = await confirmWrite(client, { ...contract, functionName: "refund", args });
  const { amount } = eventOf(receipt, { ...contract, eventName: "StreamRefunded" });
  return { transactionHash: receipt.transactionHash, refundedWei: amount };
}
