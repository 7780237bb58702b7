// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import { eventOf } from "../chain/eventOf.ts";
import type { StreamKey } from "./stream.ts";

export type WithdrawStreamParameters = {
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
  { streamingProtocol, key, to }: WithdrawStreamParameters,
): Promise<WithdrawStreamReturnType> {
  const contract = { abi: streamingProtocolAbi, address: streamingProtocol };
  const call = to
    ? { functionName: "withdrawTo", args: [key, to] }
    : { functionName: "withdraw", args: [key] };
  const receipt = await confirmWrite(client, { ...contract, ...call });
  const { amount } = eventOf(receipt, { ...contract, eventName: "Withdrawn" });
  return { transactionHash: receipt.transactionHash, amountWei: amount };
}
