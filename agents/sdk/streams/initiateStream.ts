// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmDeposit } from "../chain/confirmDeposit.ts";
import type { SigningClient, WriteOptions } from "../chain/confirmWrite.ts";
import type { OpenStreamReturnType } from "./openStream.ts";

export type InitiateStreamParameters = WriteOptions & {
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
  parameters: InitiateStreamParameters,
): Promise<InitiateStreamReturnType> {
  const { streamingProtocol, streamToken, contentId, durationSec, ratePerSecondWei, gas } = parameters;
  const amountWei = BigInt(durationSec) * ratePerSecondWei;
  const { event, transactionHash, blockNumber } = await confirmDeposit(
    client,
    { source: "allowance", token: streamToken, spender: streamingProtocol, amountWei },
    () => ({
      abi: streamingProtocolAbi,
      address: streamingProtocol,
      functionName: "initiateStream",
      args: [contentId, BigInt(durationSec), ratePerSecondWei],
      eventName: "StreamOpened",
      gas,
    }),
  );
  const { id, payee, token } = event;
  return { key: { id, payee, token }, transactionHash, blockNumber };
}
