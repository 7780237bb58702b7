// SPDX-License-Identifier: MIT
import { type Address, type Hex, isAddressEqual, parseEventLogs } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { Payee } from "../chain/payee.ts";

export type WithdrawStreamsParameters = WriteOptions & {
  streamingProtocol: Address;
  payee: Payee;
  token: Address;
  ids: readonly Hex[];
};
export type WithdrawStreamsReturnType = { transactionHash: Hex; amountWei: bigint };

/**
 * Pays a payee the accrued money of many of its streams of one token, in one payment. Anyone may call it. A stream that
 * is not open, or was made a position, is skipped.
 *
 * @example
 * const { amountWei } = await withdrawStreams(client, { streamingProtocol, payee, token, ids });
 */
export async function withdrawStreams(
  client: SigningClient,
  { streamingProtocol, payee, token, ids, gas }: WithdrawStreamsParameters,
): Promise<WithdrawStreamsReturnType> {
  const { transactionHash, logs } = await confirmWrite(client, {
    abi: streamingProtocolAbi,
    address: streamingProtocol,
    functionName: "withdrawMany",
    args: [payee, token, ids],
    gas,
  });
  const own = logs.filter(({ address }) => isAddressEqual(address, streamingProtocol));
  const withdrawn = parseEventLogs({ abi: streamingProtocolAbi, eventName: "Withdrawn", logs: own });
  return { transactionHash, amountWei: withdrawn.reduce((sum, { args }) => sum + args.amount, 0n) };
}
