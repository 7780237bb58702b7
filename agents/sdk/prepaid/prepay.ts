// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmDeposit } from "../chain/confirmDeposit.ts";
import type { SigningClient, WriteOptions } from "../chain/confirmWrite.ts";

export type PrepayParameters = WriteOptions & {
  /** PaymentChannels, StreamingProtocol or StreamPools: each keeps its own accounts. */
  contract: Address;
  /** Any ERC-20; zero for ETH. */
  token: Address;
  amountWei: bigint;
  /** The owner of the account to fill; the client's account by default. */
  owner?: Address;
};
export type PrepayReturnType = { transactionHash: Hex };

/**
 * Fills a prepaid account. Its owner opens and tops up from the account without another transfer: `source: "prepaid"`.
 *
 * @example
 * await prepay(client, { contract: streamingProtocol, token: zeroAddress, amountWei: parseEther("0.1") });
 */
export async function prepay(
  client: SigningClient,
  { contract, token, amountWei, owner = client.account.address, gas }: PrepayParameters,
): Promise<PrepayReturnType> {
  const { transactionHash } = await confirmDeposit(
    client,
    { source: "allowance", token, spender: contract, amountWei },
    () => ({
      abi: paymentChannelsAbi, // all three have this function
      address: contract,
      functionName: "prepay",
      args: [owner, token, amountWei],
      eventName: "Prepaid",
      gas,
    }),
  );
  return { transactionHash };
}
