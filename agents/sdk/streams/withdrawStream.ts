// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { StreamKey } from "./stream.ts";

export type WithdrawStreamParameters = WriteOptions & {
  streamingProtocol: Address;
  key: StreamKey;
  /** Another recipient, which only the payee may name. */
  to?: Address;
};
export type WithdrawStreamReturnType = { transactionHash: Hex; amountWei: bigint };

/**
 * Pays the payee of a stream the accrued money. Anyone may call it.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Streams_NotOpen`; with `to`, `Streams_NotHolder`.
 * @example
 * const { amountWei } = await withdrawStream(client, { streamingProtocol, key });
 */
export async function withdrawStream(
  client: SigningClient,
  { streamingProtocol, key, to, gas }: WithdrawStreamParameters,
): Promise<WithdrawStreamReturnType> {
  const contract = { abi: streamingProtocolAbi, address: streamingProtocol } as const;
  const call = to
    ? { functionName: "withdrawTo", args: [key, to] }
    : { functionName: "withdraw", args: [key] };
  const { event, transactionHash } = await confirmWrite(client, {
    ...contract,
    ...call,
    eventName: "Withdrawn",
    gas,
  });
  return { transactionHash, amountWei: event.amount };
}
