// SPDX-License-Identifier: MIT
import type { Hash, Hex, LocalAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { OpenedEvent } from "../abis/paymentChannels.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { eventsOf } from "../chain/eventOf.ts";
import { waitMined } from "../chain/waitMined.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { type Patience, pause } from "../wire/requestJson.ts";
import {
  type ChannelKey,
  type ChannelStatus,
  type ChannelsContract,
  channelIdOf,
  channelsOf,
  statusOfChannel,
  type WithChannels,
} from "./channel.ts";
import { getChannel } from "./getChannel.ts";
import { openedChannel } from "./openedChannel.ts";
import { PaymentSession } from "./paymentSession.ts";
import { VoucherRefused } from "./postVoucher.ts";
import type { SessionStore } from "./sessionStore.ts";

/** The channel: by its id, its key, or the hash of the transaction that opens it. */
type Which = { channelId: Hex } | { key: ChannelKey } | { hash: Hash };

/** The vouchers are signed by a session of the store of {@link openKeptSession}, or by the session key itself. */
export type WaitForChannelParameters = WithChannels &
  Omit<Patience, "signal"> & { sequencerUrl: string } & (
    | ({ store: SessionStore } & Which)
    | ({ sessionAccount: LocalAccount } & Exclude<Which, { channelId: Hex }>)
  );
/** `session` pays through the channel; `paidWei` of it is 1 at least. */
export type WaitForChannelReturnType = {
  channelId: Hex;
  key: ChannelKey;
  depositWei: bigint;
  session: PaymentSession;
};

const PATIENCE_MS = 600_000;

/**
 * Waits until a channel is open on chain, and its sequencer takes vouchers for it, as once the deposit is final. A voucher over
 * one wei asks the sequencer; where the sequencer holds a voucher of the channel, nothing is paid.
 *
 * @throws TransactionReplaced and the like for an opening that was not mined; VoucherRefused with a reason that does not
 * pass; TributaryError for a closed channel; SequencerUnreachable.
 * @example
 * const hash = await client.channel.open({ ...terms, sessionKey: sessionAccount.address });
 * const { session } = await client.channel.waitFor({
 *   ...{ hash, sequencerUrl, sessionAccount },
 *   onWait: ({ json }) => show(json.detail),
 * });
 * await session.pay(ratePerSecondWei);
 */
export async function waitForChannel(
  client: AnyClient,
  parameters: WaitForChannelParameters,
): Promise<WaitForChannelReturnType> {
  const { sequencerUrl, retries, patienceMs = PATIENCE_MS, onWait } = parameters;
  const contract = channelsOf(client, parameters);
  const { channelId, key, sessionAccount } = await channelOf(client, contract, parameters);

  let leftMs = patienceMs;
  const later = async (detail: string, error: TributaryError | VoucherRefused) => {
    if (leftMs <= 0) throw error;
    const afterMs = client.pollingInterval;
    leftMs -= afterMs;
    onWait?.({ status: 404, json: { code: "unknown_channel", detail }, afterMs });
    await pause(afterMs);
  };

  let channel = await getChannel(client, { channelId, ...contract });
  for (; statusOfChannel(channel) === "none"; channel = await getChannel(client, { channelId, ...contract }))
    await later("The channel is not open on chain yet.", new ChannelNotOpen(channelId, "none"));
  const status = statusOfChannel(channel);
  if (status !== "open") throw new ChannelNotOpen(channelId, status);

  const depositWei = channel.deposit;
  const session = new PaymentSession({
    ...{ ...contract, key, sessionAccount, sequencerUrl, depositWei },
    ...{ retries, patienceMs, onWait },
  });
  await session.begin();
  while (session.paidWei === 0n)
    await session.pay(1n).catch((error) => {
      // its node may be some blocks behind
      if (!(error instanceof VoucherRefused && error.code === "unknown_channel")) throw error;
      return later("The sequencer does not know the channel yet.", error);
    });
  return { channelId, key, depositWei, session };
}

/** The channel is not open: not yet, or no more. */
export class ChannelNotOpen extends TributaryError {
  override name = "ChannelNotOpen";
  readonly channelId: Hex;
  readonly status: ChannelStatus;

  constructor(channelId: Hex, status: ChannelStatus) {
    super(
      status === "none"
        ? `the channel ${channelId} is not open yet`
        : `the channel ${channelId} is ${status}`,
      status === "none"
        ? { retryable: true, advice: "look whether its opening was mined, and wait again" }
        : { advice: "open another channel" },
    );
    this.channelId = channelId;
    this.status = status;
  }
}

async function channelOf(
  client: AnyClient,
  contract: ChannelsContract,
  parameters: WaitForChannelParameters,
): Promise<{ channelId: Hex; key: ChannelKey; sessionAccount: LocalAccount }> {
  const opened =
    "hash" in parameters
      ? eventsOf(await waitMined(client, "open", parameters.hash), {
          ...{ address: contract.paymentChannels, event: OpenedEvent },
        }).map((event) => openedChannel(event, { ...contract, contract: contract.paymentChannels }))[0]
      : undefined;
  const key = "key" in parameters ? parameters.key : opened?.key;
  const channelId =
    "channelId" in parameters ? parameters.channelId : key && channelIdOf({ ...contract, key });
  if (channelId === undefined)
    throw new TributaryError("the transaction opened no channel", {
      advice: "give the hash of the transaction that opens it",
    });
  const stored = "store" in parameters ? await parameters.store.load(channelId) : undefined;
  if ("sessionAccount" in parameters && key !== undefined)
    return { channelId, key, sessionAccount: parameters.sessionAccount };
  if (stored === undefined)
    throw new TributaryError(`the store holds no key of the channel ${channelId}`, {
      advice: "give the store in which openKeptSession saved it, or `sessionAccount`",
    });
  return { channelId, key: stored.key, sessionAccount: privateKeyToAccount(stored.sessionKey) };
}
