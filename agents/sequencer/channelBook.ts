// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { type ChainClient, finalUnder } from "../kernel/chain/chain.ts";
import { type Header, headOf } from "../kernel/chain/head.ts";
import { type Channel, statusOfChannel } from "../sdk/channels/channel.ts";
import { readChannels } from "../vouchers/readChannels.ts";

/** One channel at the latest block, and at the last final one. */
export type ChannelView = { latest: Channel; final: Channel };

export type ChannelBookOptions = {
  publicClient: ChainClient;
  paymentChannels: Address;
  finalityBlocks: number;
};

/** The known channels' state on chain, in memory alone, since the chain has all of it. */
export function createChannelBook({ publicClient, paymentChannels, finalityBlocks }: ChannelBookOptions) {
  const head = headOf(publicClient);
  const views = new Map<Hex, ChannelView>();
  /** The channels that are read for the first time, each as often as it is. */
  const firstReads = new Set<{ channelId: Hex }>();
  /** The read of a channel that is under way, and the block that it is of. */
  const reads = new Map<Hex, { at: Hex; view: Promise<ChannelView> }>();
  const touched = new Set<Hex>();
  /** Channels whose last change is not final. */
  const young = new Set<Hex>();
  let refreshedAt: Hex | undefined;

  async function read(channelIds: readonly Hex[], { number }: Header): Promise<Map<Hex, ChannelView>> {
    const at = { paymentChannels, channelIds };
    const latest = await readChannels(publicClient, { ...at, blockNumber: number });
    const finalBlock = finalUnder(number, finalityBlocks);
    const final =
      finalBlock === number ? latest : await readChannels(publicClient, { ...at, blockNumber: finalBlock });
    return new Map(channelIds.map((id) => [id, { latest: latest.get(id)!, final: final.get(id)! }]));
  }

  /** Looks anew: a look that others began may be older than what the asker saw mined. Reads of one block are shared. */
  async function readOne(channelId: Hex): Promise<ChannelView> {
    const top = await head.lookAnew();
    const shared = reads.get(channelId);
    if (shared?.at === top.hash) return shared.view;
    const view = read([channelId], top).then((views) => views.get(channelId)!);
    const reading = { at: top.hash, view };
    reads.set(channelId, reading);
    return view.finally(() => {
      if (reads.get(channelId) === reading) reads.delete(channelId);
    });
  }

  async function readFirst(channelId: Hex): Promise<ChannelView> {
    const reading = { channelId };
    firstReads.add(reading);
    try {
      return await readAgain(channelId);
    } finally {
      firstReads.delete(reading);
    }
  }

  /** A channel that is not open yet is not kept: its opening counts at once, and nobody can fill the memory. */
  function keep(channelId: Hex, view: ChannelView): void {
    const isOpened = statusOfChannel(view.latest) !== "none";
    if (isOpened) views.set(channelId, view);
    else views.delete(channelId);
    if (isOpened && !isFinal(view)) young.add(channelId);
    else young.delete(channelId);
  }

  /** The channel, read from the chain when unknown. */
  const find = async (channelId: Hex): Promise<ChannelView> =>
    views.get(channelId) ?? (await readFirst(channelId));

  async function readAgain(channelId: Hex): Promise<ChannelView> {
    const view = await readOne(channelId);
    keep(channelId, view);
    return view;
  }

  const isBeingRead = (channelId: Hex) => [...firstReads].some((reading) => reading.channelId === channelId);

  return {
    find,

    /** The channel, read from the chain whatever is known. */
    readAgain,

    /** Marks a channel to be read again. */
    touch(channelId: Hex): void {
      if (views.has(channelId) || isBeingRead(channelId)) touched.add(channelId);
    },

    /** Marks every channel to be read again. */
    touchAll(): void {
      for (const channelId of views.keys()) touched.add(channelId);
      for (const { channelId } of firstReads) touched.add(channelId);
    },

    /** Reads the unknown ones of `channelIds`, those that were touched, and under a new head those that were not final. */
    async refresh(channelIds: readonly Hex[], top: Header): Promise<void> {
      const unknown = channelIds.filter((id) => !views.has(id));
      const news = new Set([...unknown, ...touched, ...(top.hash === refreshedAt ? [] : young)]);
      // a touch during the read counts again
      touched.clear();
      try {
        for (const [channelId, view] of await read([...news], top)) keep(channelId, view);
      } catch (error) {
        for (const channelId of news) touched.add(channelId);
        throw error;
      }
      refreshedAt = top.hash;
    },

    /** Forgets channels that are closed for good, and returns their ids. */
    dropClosed(): Hex[] {
      const closed = [...views]
        .filter(([, { final }]) => statusOfChannel(final) === "closed")
        .map(([id]) => id);
      for (const channelId of closed) views.delete(channelId);
      return closed;
    },

    /** Every known channel at the latest block. */
    latest(): Map<Hex, Channel> {
      return new Map([...views].map(([channelId, { latest }]) => [channelId, latest]));
    },
  };
}

export type ChannelBook = ReturnType<typeof createChannelBook>;

function isFinal({ latest, final }: ChannelView): boolean {
  return latest.deposit === final.deposit && statusOfChannel(latest) === statusOfChannel(final);
}
