// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { approve } from "../chain/approve.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import { eventOf } from "../chain/eventOf.ts";
import type { OpenStreamReturnType } from "./openStream.ts";

export type InitiateStreamParameters = {
  streamingProtocol: Address;
  streamToken: Address;
  contentId: Hex;
  durationSec: number;
  /** Below 2^72. */
  ratePerSecondWei: bigint;
};
export type InitiateStreamReturnType = OpenStreamReturnType;

/**
 * Pays STREAM for a content by the second, from now on, for `durationSec`. Approves the whole price first where needed.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Streams_AlreadyOpen` while an older stream of the account runs.
 * @example
 * const { ratePerSecondWei } = await readContent(client, { contentRegistry, contentId });
 * const { key } = await initiateStream(client, {
 *   streamingProtocol, streamToken, contentId, ratePerSecondWei, durationSec: 600,
 * });
 */
export async function initiateStream(
  client: SigningClient,
  { streamingProtocol, streamToken, contentId, durationSec, ratePerSecondWei }: InitiateStreamParameters,
): Promise<InitiateStreamReturnType> {
  const amountWei = BigInt(durationSec) * ratePerSecondWei;
  await approve(client, { token: streamToken, spender: streamingProtocol, amountWei });
  const contract = { abi: streamingProtocolAbi, address: streamingProtocol };
  const receipt = await confirmWrite(client, {
    ...contract,
    functionName: "initiateStream",
    args: [contentId, BigInt(durationSec), ratePerSecondWei],
  });
  const { id, payee, token } = eventOf(receipt, { ...contract, eventName: "StreamOpened" });
  const { transactionHash, blockNumber } = receipt;
  return { key: { id, payee, token }, transactionHash, blockNumber };
}
