// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, createWalletClient, http, publicActions } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { foundry } from "../sdk/chain/foundry.ts";
import type { Payee } from "../sdk/chain/payee.ts";
import type { ChannelKey } from "../sdk/channels/channel.ts";
import { openChannel } from "../sdk/channels/openChannel.ts";
import { type PostVoucherReturnType, postVoucher } from "../sdk/channels/postVoucher.ts";
import { signVoucher, type Voucher } from "../sdk/channels/voucher.ts";
import type { Devchain } from "./devchain.ts";

/** A viewer with one open channel. */
export type Payer = Awaited<ReturnType<typeof newPayer>>;

/** Makes an account, gives it STREAM, and opens a channel to `payee`. */
export async function newPayer(
  devchain: Devchain,
  options: { payee: Payee; depositWei: bigint; token?: Address },
) {
  const { payee, depositWei, token = devchain.deployment.contracts.StreamToken } = options;
  const { account } = await devchain.newAccount(depositWei * 2n);
  const client = createWalletClient({
    account,
    chain: foundry,
    transport: http(devchain.rpcUrl),
    pollingInterval: 20,
  }).extend(publicActions);
  const sessionAccount = privateKeyToAccount(generatePrivateKey());
  const paymentChannels = devchain.deployment.contracts.PaymentChannels;
  const { key, channelId } = await openChannel.sync(client, {
    paymentChannels,
    payee,
    token,
    salt: 0n,
    sessionKey: sessionAccount.address,
    windowSec: 900,
    depositWei,
  });
  const contract = { chainId: devchain.deployment.chainId, paymentChannels };
  const sign = (cumulative: bigint): Promise<Voucher> =>
    signVoucher({ ...contract, key, cumulative, sessionAccount });
  return {
    client,
    contract,
    key: key as ChannelKey,
    channelId,
    sessionAccount,
    sign,
    /** Signs a voucher and posts it, without retries. */
    async post(sequencerUrl: string, cumulative: bigint): Promise<PostVoucherReturnType> {
      return postVoucher({ sequencerUrl, ...contract, key, voucher: await sign(cumulative), retries: 0 });
    },
  };
}
