// SPDX-License-Identifier: MIT

import type { Address, Hex } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmDeposit } from "../chain/confirmDeposit.ts";
import type { SigningClient, WriteOptions } from "../chain/confirmWrite.ts";
import type { FundingSource } from "../chain/funding.ts";
import type { Payee } from "../chain/payee.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { type ChannelKey, channelIdOf } from "./channel.ts";

export type OpenChannelParameters = WriteOptions & {
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
 * @throws BalanceTooLow; viem's ContractFunctionExecutionError, naming `PaymentChannels_AlreadyUsed` and the like; the errors of
 * every write: see {@link confirmWrite}.
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
  { paymentChannels, source = "allowance", gas, ...terms }: OpenChannelParameters,
): Promise<OpenChannelReturnType> {
  const { payee, token, salt, sessionKey, windowSec, depositWei } = terms;
  const args = [payee, token, salt, sessionKey, windowSec, depositWei];
  const { event, transactionHash, blockNumber } = await confirmDeposit(
    client,
    { source, token, spender: paymentChannels, amountWei: depositWei },
    (funding) => ({
      abi: paymentChannelsAbi,
      address: paymentChannels,
      eventName: "Opened",
      gas,
      ...(source === "allowance"
        ? { functionName: "open", args }
        : { functionName: "openWith", args: [...args, funding] }),
    }),
  );
  // a wallet may have sent from another account than the client's
  const key: ChannelKey = { payer: event.payer, payee, token, salt, sessionKey };
  const channelId = channelIdOf({ chainId: client.chain.id, paymentChannels, key });
  if (channelId !== event.channelId)
    throw new TributaryError(`${paymentChannels} opened the channel ${event.channelId}, not ${channelId}`, {
      advice: "check the deployment",
    });
  return { channelId, key, transactionHash, blockNumber };
}
