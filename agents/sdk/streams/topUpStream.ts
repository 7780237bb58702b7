// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmDeposit } from "../chain/confirmDeposit.ts";
import type { SigningClient, WriteOptions } from "../chain/confirmWrite.ts";
import type { FundingSource } from "../chain/funding.ts";
import type { StreamKey } from "./stream.ts";

export type TopUpStreamParameters = WriteOptions & {
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
  { streamingProtocol, key, amountWei, source = "allowance", gas }: TopUpStreamParameters,
): Promise<TopUpStreamReturnType> {
  const { transactionHash } = await confirmDeposit(
    client,
    { source, token: key.token, spender: streamingProtocol, amountWei },
    (funding) => ({
      abi: streamingProtocolAbi,
      address: streamingProtocol,
      functionName: "topUpWith",
      args: [key, amountWei, funding],
      eventName: "StreamToppedUp",
      gas,
    }),
  );
  return { transactionHash };
}
