// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmDeposit } from "../chain/confirmDeposit.ts";
import type { SigningClient, WriteOptions } from "../chain/confirmWrite.ts";
import type { FundingSource } from "../chain/funding.ts";
import type { ChannelKey } from "./channel.ts";

export type TopUpParameters = WriteOptions & {
  paymentChannels: Address;
  key: ChannelKey;
  amountWei: bigint;
  /** `allowance` by default, which approves first where needed; ETH is sent along. */
  source?: FundingSource;
};
export type TopUpReturnType = { transactionHash: Hex; blockNumber: bigint };

/**
 * Adds to the deposit of an open channel. Anyone may call it; a close refunds the payer.
 *
 * @throws viem's ContractFunctionExecutionError, naming `PaymentChannels_NotOpen`.
 * @example
 * await topUp(client, { paymentChannels, key, amountWei: parseEther("1") });
 */
export async function topUp(
  client: SigningClient,
  { paymentChannels, key, amountWei, source = "allowance", gas }: TopUpParameters,
): Promise<TopUpReturnType> {
  const { transactionHash, blockNumber } = await confirmDeposit(
    client,
    { source, token: key.token, spender: paymentChannels, amountWei },
    (funding) => ({
      abi: paymentChannelsAbi,
      address: paymentChannels,
      eventName: "ToppedUp",
      gas,
      ...(source === "allowance"
        ? { functionName: "topUp", args: [key, amountWei] }
        : { functionName: "topUpWith", args: [key, amountWei, funding] }),
    }),
  );
  return { transactionHash, blockNumber };
}
