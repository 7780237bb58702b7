// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { parseEther } from "viem";
import { payeeOfAddress } from "../../sdk/chain/payee.ts";
import { getChannel } from "../../sdk/channels/getChannel.ts";
import { postVoucher } from "../../sdk/channels/postVoucher.ts";
import { startClose } from "../../sdk/channels/startClose.ts";
import { signVoucher } from "../../sdk/channels/voucher.ts";
import { openNewChannel } from "../../wallet/sessionKeys.ts";
import { stream } from "../screen/stream.ts";
import { type Person, VIEWER_WEI } from "./cast.ts";
import type { Telling } from "./telling.ts";
import { waitUntil } from "./waiting.ts";

const DEPOSIT_WEI = parseEther("20");
const AT_STAKE_WEI = parseEther("12");
const WINDOW_SEC = 900;

/** The act: Wanda closes early while Walt, her payee, is away. */
export async function defendPayee(telling: Telling): Promise<void> {
  const { cast, screen } = telling;
  await screen.during(
    "a payer closes early, and its payee is away",
    async () => {
      const payee = await cast.make("Walt");
      await closeEarly(telling, await cast.make("Wanda", VIEWER_WEI), payee);
    },
    () => `Wanda closed early; the watchtower settled ${stream(AT_STAKE_WEI)} for Walt before the deadline`,
  );
}

/**
 * A payer whose payee has no sequencer hands its voucher to the watchtower alone, and starts to close at once: without a tower the
 * payee would get nothing. Resolves when the tower has settled.
 */
async function closeEarly(
  { chain, directory, agents, signal }: Telling,
  payer: Person,
  payee: Person,
): Promise<void> {
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
  await postVoucher({ sequencerUrl: agents.watchtower.url, ...contract, key, voucher });
  await startClose.sync(payer.wallet, { paymentChannels, key });
  const settled = async () =>
    (await getChannel(publicClient, { paymentChannels, channelId })).settled === AT_STAKE_WEI;
  await waitUntil("the watchtower's settlement", settled, { signal });
}
