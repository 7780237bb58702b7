// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmDeposit } from "../chain/confirmDeposit.ts";
import type { SigningClient, WriteOptions } from "../chain/confirmWrite.ts";
import type { FundingSource } from "../chain/funding.ts";
import type { Rate } from "./rate.ts";
import type { StreamKey } from "./stream.ts";

export type OpenStreamParameters = WriteOptions & {
  streamingProtocol: Address;
  contentId: Hex;
  /** Any ERC-20; zero for prepaid ETH. */
  token: Address;
  rate: Rate;
  depositWei: bigint;
  /** The viewer, who may change the stream and gets refunds; the client's account by default. */
  viewer?: Address;
  /** Tells apart the account's streams to one viewer for one content; 0 by default. */
  salt?: bigint;
  /** `allowance` by default. */
  source?: FundingSource;
};

/** `key` names the stream in every other call. */
export type OpenStreamReturnType = { key: StreamKey; transactionHash: Hex; blockNumber: bigint };

/**
 * Opens a stream to the payee of a content. The stream flows until its deposit ends; anyone may top it up.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Streams_AlreadyOpen` and the like.
 * @example
 * const rate = rateOf({ amountWei: parseEther("9"), perSeconds: 30 * 86_400 });
 * const { key } = await openStream(client, {
 *   streamingProtocol, contentId, token, rate, depositWei: depositOver(rate, 3_600), source: "permit",
 * });
 */
export async function openStream(
  client: SigningClient,
  { streamingProtocol, source = "allowance", gas, ...terms }: OpenStreamParameters,
): Promise<OpenStreamReturnType> {
  const { contentId, token, rate, depositWei, viewer = client.account.address, salt = 0n } = terms;
  const { event, transactionHash, blockNumber } = await confirmDeposit(
    client,
    { source, token, spender: streamingProtocol, amountWei: depositWei },
    (funding) => ({
      abi: streamingProtocolAbi,
      address: streamingProtocol,
      functionName: "open",
      args: [{ contentId, viewer, salt, token, rate, deposit: depositWei }, funding],
      eventName: "StreamOpened",
      gas,
    }),
  );
  const { id, payee } = event;
  return { key: { id, payee, token }, transactionHash, blockNumber };
}
