// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";

export type WithdrawPrepaidParameters = WriteOptions & {
  /** PaymentChannels, StreamingProtocol or StreamPools. */
  contract: Address;
  token: Address;
  amountWei: bigint;
  /** The recipient; the client's account by default. */
  to?: Address;
};
export type WithdrawPrepaidReturnType = { transactionHash: Hex };

/**
 * Takes money out of the client's prepaid account.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Deposits_PrepaidTooLow` with the balance.
 * @example
 * await withdrawPrepaid(client, { contract: paymentChannels, token, amountWei });
 */
export async function withdrawPrepaid(
  client: SigningClient,
  { contract, token, amountWei, to = client.account.address, gas }: WithdrawPrepaidParameters,
): Promise<WithdrawPrepaidReturnType> {
  const { transactionHash } = await confirmWrite(client, {
    abi: paymentChannelsAbi, // all three have this function
    address: contract,
    functionName: "withdrawPrepaid",
    args: [token, to, amountWei],
    eventName: "PrepaidWithdrawn",
    gas,
  });
  return { transactionHash };
}
