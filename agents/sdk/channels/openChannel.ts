// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import { ethOf, type FundingSource, prepareFunding } from "../chain/funding.ts";
import type { Payee } from "../chain/payee.ts";
import { type ChannelKey, channelIdOf } from "./channel.ts";

export type OpenChannelParameters = {
  paymentChannels: Address;
  payee: Payee;
  /** Any ERC-20; zero for ETH. */
  token: Address;
  /** A uint64 that the payer never used with this payee, token and session key. */
  salt: bigint;
  /** The key that signs the vouchers: better a fresh key than the payer's own. */
  sessionKey: Address;
  /** The payee's time to settle after the payer starts a close, in seconds. */
  windowSec: number;
  /** In wei of `token`: the most that the channel can ever pay without a top-up. */
  depositWei: bigint;
  /** `allowance` by default, which approves first where needed; ETH is sent along. */
  source?: FundingSource;
};

export type OpenChannelReturnType = {
  channelId: Hex;
  key: ChannelKey;
  transactionHash: Hex;
  blockNumber: bigint;
};

/**
 * Opens a channel from the client's account.
 *
 * @throws viem's ContractFunctionExecutionError, naming `PaymentChannels_AlreadyUsed` and the like.
 * @example
 * const client = createWalletClient({ account, chain, transport: http() });
 * const { channelId, key } = await openChannel(client, {
 *   paymentChannels, token,
 *   payee: payeeOfAddress(creator),
 *   salt: 0n,
 *   sessionKey: privateKeyToAccount(generatePrivateKey()).address,
 *   windowSec: 3600,
 *   depositWei: parseEther("5"),
 * });
 */
export async function openChannel(
  client: SigningClient,
  { paymentChannels, source = "allowance", ...terms }: OpenChannelParameters,
): Promise<OpenChannelReturnType> {
  const { payee, token, salt, sessionKey, windowSec, depositWei } = terms;
  const deposit = { source, token, spender: paymentChannels, amountWei: depositWei };
  const funding = await prepareFunding(client, deposit);
  const args = [payee, token, salt, sessionKey, windowSec, depositWei];
  const receipt = await confirmWrite(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    value: ethOf(deposit),
    ...(source === "allowance"
      ? { functionName: "open", args }
      : { functionName: "openWith", args: [...args, funding] }),
  });
  const key: ChannelKey = { payer: client.account.address, payee, token, salt, sessionKey };
  const channelId = channelIdOf({ chainId: client.chain.id, paymentChannels, key });
  return { channelId, key, transactionHash: receipt.transactionHash, blockNumber: receipt.blockNumber };
}
