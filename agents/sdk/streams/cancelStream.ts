// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import { eventOf } from "../chain/eventOf.ts";
import type { StreamKey } from "./stream.ts";

export type CancelStreamParameters = { streamingProtocol: Address; key: StreamKey };
/** `paidWei` left the stream for the payee, `refundedWei` for the viewer. */
export type CancelStreamReturnType = { transactionHash: Hex; paidWei: bigint; refundedWei: bigint };

/**
 * Ends a stream: pays the payee the accrued money, and the viewer the rest, in one transaction.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Streams_NotHolder` for an account that is neither viewer nor payee.
 * @example
 * const { refundedWei } = await cancelStream(client, { streamingProtocol, key });
 */
export async function cancelStream(
  client: SigningClient,
  { streamingProtocol, key }: CancelStreamParameters,
): Promise<CancelStreamReturnType> {
  const contract = { abi: streamingProtocolAbi, address: streamingProtocol };
  const receipt = await confirmWrite(client, { ...contract, functionName: "cancel", args: [key] });
  const { paid, refunded } = eventOf(receipt, { ...contract, eventName: "StreamCancelled" });
  return { transactionHash: receipt.transactionHash, paidWei: paid, refundedWei: refunded };
}
