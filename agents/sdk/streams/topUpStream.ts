// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import { type FundingSource, prepareFunding } from "../chain/funding.ts";
import type { StreamKey } from "./stream.ts";

export type TopUpStreamParameters = {
  streamingProtocol: Address;
  key: StreamKey;
  amountWei: bigint;
  /** `allowance` by default. */
  source?: FundingSource;
};
export type TopUpStreamReturnType = { transactionHash: Hex };

/**
 * Adds to the funds of an open stream. Anyone may call it; refunds go to the viewer. A depleted stream flows on from now:
 * time without funds is never charged.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Streams_NotOpen`.
 * @example
 * await topUpStream(client, { streamingProtocol, key, amountWei: parseEther("1") });
 */
export async function topUpStream(
  client: SigningClient,
  { streamingProtocol, key, amountWei, source = "allowance" }: TopUpStreamParameters,
): Promise<TopUpStreamReturnType> {
  const deposit = { source, token: key.token, spender: streamingProtocol, amountWei };
  const funding = await prepareFunding(client, deposit);
  const { transactionHash } = await confirmWrite(client, {
    abi: streamingProtocolAbi,
    address: streamingProtocol,
    functionName: "topUpWith",
    args: [key, amountWei, funding],
  });
  return { transactionHash };
}
