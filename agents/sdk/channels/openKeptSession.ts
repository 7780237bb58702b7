// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { assertChain } from "../chain/assertChain.ts";
import { type AnyClient, type SigningClient, signingClient } from "../chain/clients.ts";
import type { WriteOptions } from "../chain/defineWrite.ts";
import { addressOf } from "../chain/deployment.ts";
import type { Patience } from "../wire/requestJson.ts";
import {
  type ChannelKey,
  type ChannelsContract,
  channelIdOf,
  channelsOf,
  statusOfChannel,
} from "./channel.ts";
import { getChannel } from "./getChannel.ts";
import { type OpenChannelParameters, openChannel } from "./openChannel.ts";
import { PaymentSession } from "./paymentSession.ts";
import { postVoucher, VoucherRefused } from "./postVoucher.ts";
import { isSigned, readAccepted } from "./readAccepted.ts";
import { newSessionKey, type SessionStore, type StoredSession } from "./sessionStore.ts";
import { signVoucher } from "./voucher.ts";

export type OpenKeptSessionParameters = WriteOptions &
  Omit<OpenChannelParameters, "salt" | "sessionKey"> &
  Omit<Patience, "signal"> & {
    store: SessionStore;
    sequencerUrl: string;
    /** A stored channel with less than this left is not gone on with; 1 wei by default. */
    leastWei?: bigint | undefined;
    /** Called with a new channel's id once its key is stored, before the deposit leaves. */
    onStored?: ((channelId: Hex) => void) | undefined;
  };
/** `resumed`: whether the channel was open before. */
export type OpenKeptSessionReturnType = {
  session: PaymentSession;
  stored: StoredSession;
  depositWei: bigint;
  resumed: boolean;
};

/**
 * Goes on with the stored channel that has most left, or opens a channel whose key is stored before the deposit leaves, and
 * only once the sequencer has said that it would take the channel's vouchers.
 *
 * @throws VoucherRefused when the sequencer does not serve this payee, token or contract; the errors of {@link openChannel}.
 * @example
 * const store = browserSessionStore();
 * const { session } = await client.channel.openKeptSession({ store, sequencerUrl, payee, windowSec: 3_600, depositWei });
 */
export async function openKeptSession(
  anyClient: AnyClient,
  { store, sequencerUrl, leastWei = 1n, onStored, ...parameters }: OpenKeptSessionParameters,
): Promise<OpenKeptSessionReturnType> {
  const client = signingClient(anyClient, parameters.account);
  await assertChain(client);
  const { retries, patienceMs, onWait, ...terms } = parameters;
  const posting = { sequencerUrl, retries, patienceMs, onWait };
  const contract = channelsOf(client, terms);
  const { payee, token = addressOf(client.chain, "streamToken", terms), windowSec, depositWei } = terms;
  const kept = await findKept(client, store, sequencerUrl, { ...contract, payee, token, leastWei });
  if (kept) return { ...sessionOf(kept.stored, kept.depositWei, posting), resumed: true };

  const { sessionKey, address } = newSessionKey();
  // a new session key makes any salt new
  const key = { payer: client.account.address, payee, token, salt: 0n, sessionKey: address };
  const channelId = channelIdOf({ ...contract, key });
  const stored = { ...contract, channelId, key, windowSec, sessionKey };
  await assertServed(stored, posting);
  await store.save(stored);
  onStored?.(channelId);
  await openChannel.sync(client, { ...terms, token, salt: key.salt, sessionKey: address });
  const opened = sessionOf(stored, 0n, posting);
  opened.session.raiseDeposit(depositWei);
  return { ...opened, depositWei, resumed: false };
}

type Posting = { sequencerUrl: string } & Omit<Patience, "signal">;

function sessionOf(stored: StoredSession, depositWei: bigint, posting: Posting) {
  const sessionAccount = privateKeyToAccount(stored.sessionKey);
  return {
    session: new PaymentSession({ ...stored, ...posting, sessionAccount, depositWei }),
    stored,
    depositWei,
  };
}

/**
 * Asks a sequencer whether it would take the vouchers of a channel, by one over a wei: of a channel that is not open yet, the
 * voucher is worth nothing.
 *
 * @throws VoucherRefused with any reason but that the channel is unknown.
 */
export async function assertServed(
  stored: StoredSession,
  { sequencerUrl, ...patience }: Posting,
): Promise<void> {
  const sessionAccount = privateKeyToAccount(stored.sessionKey);
  const voucher = await signVoucher({ ...stored, cumulative: 1n, sessionAccount });
  try {
    await postVoucher({ ...stored, ...patience, sequencerUrl, voucher });
  } catch (error) {
    if (!(error instanceof VoucherRefused && error.code === "unknown_channel")) throw error;
  }
}

async function findKept(
  client: SigningClient,
  store: SessionStore,
  sequencerUrl: string,
  terms: ChannelsContract & Pick<ChannelKey, "payee" | "token"> & { leastWei: bigint },
): Promise<{ stored: StoredSession; depositWei: bigint } | undefined> {
  const own = (await store.list()).filter(
    ({ chainId, paymentChannels, key }) =>
      chainId === client.chain.id &&
      same(paymentChannels, terms.paymentChannels) &&
      same(key.payer, client.account.address) &&
      same(key.payee, terms.payee) &&
      same(key.token, terms.token),
  );
  const left = await Promise.all(
    own.map(async (stored) => {
      const channel = await getChannel(client, stored);
      if (statusOfChannel(channel) !== "open") return { stored, depositWei: 0n, leftWei: 0n };
      const accepted = await readAccepted({ sequencerUrl, channelId: stored.channelId });
      const promisedWei =
        accepted && (await isSigned(stored, accepted)) ? accepted.cumulative : channel.settled;
      return { stored, depositWei: channel.deposit, leftWei: channel.deposit - promisedWei };
    }),
  );
  return left
    .filter(({ leftWei }) => leftWei >= terms.leastWei)
    .sort((a, b) => (a.leftWei < b.leftWei ? 1 : -1))[0];
}

const same = (a: Hex, b: Hex) => a.toLowerCase() === b.toLowerCase();
