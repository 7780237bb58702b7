// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { type ChainClient, latestFinal } from "../kernel/chain/chain.ts";
import { type Channel, statusOfChannel } from "../sdk/channels/channel.ts";
import { readChannel } from "../sdk/channels/readChannel.ts";

/** One channel at the latest block, and at the last final one. */
export type ChannelView = { latest: Channel; final: Channel };

export type ChannelBookOptions = {
  publicClient: ChainClient;
  paymentChannels: Address;
  finalityBlocks: number;
};

const READ_AT_ONCE = 32;

/** The known channels' state on chain, in memory alone, since the chain has all of it. */
export function createChannelBook({ publicClient, paymentChannels, finalityBlocks }: ChannelBookOptions) {
  const views = new Map<Hex, ChannelView>();
  const firstReads = new Map<Hex, Promise<ChannelView>>();
  const stale = new Set<Hex>();

  async function read(channelId: Hex): Promise<ChannelView> {
    const finalBlock = await latestFinal(publicClient, finalityBlocks);
    const final = await readChannel(publicClient, { paymentChannels, channelId, blockNumber: finalBlock });
    const latest =
      finalityBlocks === 0 ? final : await readChannel(publicClient, { paymentChannels, channelId });
    return { latest, final };
  }

  async function readFirst(channelId: Hex): Promise<ChannelView> {
    const view = await read(channelId);
    // a channel that was never opened is not kept, or anyone could fill the memory
    if (statusOfChannel(view.latest) !== "none") keep(channelId, view);
    return view;
  }

  function keep(channelId: Hex, view: ChannelView): void {
    views.set(channelId, view);
    if (!isFinal(view)) stale.add(channelId);
  }

  /** The channel, read from the chain when unknown. */
  async function find(channelId: Hex): Promise<ChannelView> {
    const known = views.get(channelId);
    if (known) return known;
    const reading = firstReads.get(channelId) ?? readFirst(channelId);
    firstReads.set(channelId, reading);
    return reading.finally(() => firstReads.delete(channelId));
  }

  async function refreshOne(channelId: Hex): Promise<ChannelView> {
    stale.delete(channelId);
    try {
      const view = await read(channelId);
      keep(channelId, view);
      return view;
    } catch (error) {
      stale.add(channelId);
      throw error;
    }
  }

  return {
    find,

    /** The channel, read from the chain whatever is known. */
    readAgain: refreshOne,

    /** Marks a channel to be read again. */
    touch(channelId: Hex): void {
      if (views.has(channelId) || firstReads.has(channelId)) stale.add(channelId);
    },

    /** Marks every channel to be read again. */
    touchAll(): void {
      for (const channelId of [...views.keys(), ...firstReads.keys()]) stale.add(channelId);
    },

    /** Reads the unknown ones of `channelIds`, and again every channel that was touched or not final. */
    async refresh(channelIds: readonly Hex[]): Promise<void> {
      await inGroups(channelIds, find);
      await inGroups([...stale], refreshOne);
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

async function inGroups(
  channelIds: readonly Hex[],
  work: (channelId: Hex) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < channelIds.length; at += READ_AT_ONCE) {
    await Promise.all(channelIds.slice(at, at + READ_AT_ONCE).map(work));
  }
}

function isFinal({ latest, final }: ChannelView): boolean {
  return latest.deposit === final.deposit && statusOfChannel(latest) === statusOfChannel(final);
}
