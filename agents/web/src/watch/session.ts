// SPDX-License-Identifier: GPL-3.0-or-later
// The channel that a viewer pays through: kept in this browser, past a reload.
import { browserSessionStore } from "../../../sdk/channels/browserSessionStore.ts";
import { statusOfChannel } from "../../../sdk/channels/channel.ts";
import { getChannel } from "../../../sdk/channels/getChannel.ts";
import { type OpenKeptSessionReturnType, openKeptSession } from "../../../sdk/channels/openKeptSession.ts";
import { readAccepted } from "../../../sdk/channels/readAccepted.ts";
import { topUp } from "../../../sdk/channels/topUp.ts";
import type { Deployment } from "../deployment.ts";
import type { Wallet } from "../wallet/wallet.ts";
import type { Listed } from "../works.ts";
import type { Funds } from "./meter.ts";

const WINDOW_SEC = 3_600;
const store = browserSessionStore();

export type Opened = OpenKeptSessionReturnType;

type Opening = { wallet: Wallet; from: Deployment; content: Listed };

/** Goes on with the channel to the work's payee that this browser keeps, or deposits `depositWei` by one signature. */
export async function openSession(
  { wallet, from, content }: Opening,
  depositWei: bigint,
  onWait: (what: string) => void,
): Promise<Opened> {
  const opened = await openKeptSession(wallet.client, {
    ...{ store, sequencerUrl: from.urls.sequencer, payee: content.payee, source: "permit" },
    ...{ windowSec: WINDOW_SEC, depositWei, leastWei: content.ratePerSecondWei },
    onStored: () => onWait(wallet.asks("Depositing", "sign the deposit, and send it")),
    onWait: ({ json }) => onWait(`Waiting for the sequencer: ${json.detail ?? "it is busy"}`),
  });
  await opened.session.begin();
  return opened;
}

/** Adds to the deposit, while the work may go on playing. */
export async function addDeposit(
  wallet: Wallet,
  { session, stored }: Opened,
  amountWei: bigint,
): Promise<bigint> {
  await topUp.sync(wallet.client, { key: stored.key, amountWei, source: "permit" });
  const { deposit } = await getChannel(wallet.client, { channelId: stored.channelId });
  session.raiseDeposit(deposit);
  return deposit;
}

/** What the channel that this browser keeps to the work's payee still holds; undefined without one. */
export async function keptFunds({ wallet, from, content }: Opening): Promise<Funds | undefined> {
  const own = (await store.list()).filter(
    ({ chainId, paymentChannels, key }) =>
      chainId === from.chainId &&
      paymentChannels.toLowerCase() === from.addresses.paymentChannels.toLowerCase() &&
      key.payer.toLowerCase() === wallet.address.toLowerCase() &&
      key.payee === content.payee,
  );
  const all = await Promise.all(
    own.map(async ({ channelId }) => {
      const channel = await getChannel(wallet.client, { channelId });
      if (statusOfChannel(channel) !== "open") return undefined;
      const accepted = await readAccepted({ sequencerUrl: from.urls.sequencer, channelId });
      return { depositWei: channel.deposit, paidWei: accepted?.cumulative ?? channel.settled };
    }),
  );
  const left = ({ depositWei, paidWei }: Funds) => depositWei - paidWei;
  return all
    .filter((funds) => funds !== undefined && left(funds) >= content.ratePerSecondWei)
    .sort((a, b) => (left(a!) < left(b!) ? 1 : -1))[0];
}
