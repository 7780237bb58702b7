// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { StreamKey } from "./stream.ts";

export type CancelStreamParameters = WriteOptions & { streamingProtocol: Address; key: StreamKey };
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
  { streamingProtocol, key, gas }: CancelStreamParameters,
): Promise<CancelStreamReturnType> {
  const contract = { abi: streamingProtocolAbi, address: streamingProtocol } as const;
  const { event, transactionHash } = await confirmWrite(client, {
    ...contract,
    functionName: "cancel",
    args: [key],
    eventName: "StreamCancelled",
    gas,
  });
  return { transactionHash, paidWei: event.paid, refundedWei: event.refunded };
}
