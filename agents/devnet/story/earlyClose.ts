// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { parseEther } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { payeeOfAddress } from "../../sdk/chain/payee.ts";
import { postVoucher } from "../../sdk/channels/postVoucher.ts";
import { readChannel } from "../../sdk/channels/readChannel.ts";
import { startClose } from "../../sdk/channels/startClose.ts";
import { signVoucher } from "../../sdk/channels/voucher.ts";
import { openNewChannel } from "../../wallet/sessionKeys.ts";
import type { AgentProcess } from "../processes.ts";
import type { Person } from "./cast.ts";
import { waitUntil } from "./waiting.ts";

const DEPOSIT_WEI = parseEther("20");
export const AT_STAKE_WEI = parseEther("12");
const WINDOW_SEC = 900;

/**
 * A payer whose payee has no sequencer hands its voucher to the watchtower alone, and starts to close at once: without a tower the
 * payee would get nothing. Resolves when the tower has settled.
 */
export async function closeEarly(options: {
  chain: ChainConnection;
  directory: string;
  payer: Person;
  payee: Person;
  watchtower: AgentProcess;
  signal: AbortSignal;
}): Promise<void> {
  const { chain, directory, payer, payee, watchtower, signal } = options;
  const { publicClient, chainId } = chain;
  const paymentChannels = chain.deployment.contracts.PaymentChannels;
  const wallet = {
    account: payer.account,
    chain: { ...chain, walletClient: payer.wallet },
    directory: join(directory, payer.name),
  };
  const { channelId, key, sessionAccount } = await openNewChannel(wallet, {
    payee: payeeOfAddress(payee.account.address),
    depositWei: DEPOSIT_WEI,
    windowSec: WINDOW_SEC,
  });
  const contract = { chainId, paymentChannels };
  const voucher = await signVoucher({ ...contract, key, cumulative: AT_STAKE_WEI, sessionAccount });
  await postVoucher({ sequencerUrl: watchtower.url, ...contract, key, voucher });
  await startClose(payer.wallet, { paymentChannels, key });
  const settled = async () =>
    (await readChannel(publicClient, { paymentChannels, channelId })).settled === AT_STAKE_WEI;
  await waitUntil("the watchtower's settlement", settled, { signal });
}
