// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import type { Channel } from "../sdk/channels/channel.ts";
import { readChannel } from "../sdk/channels/readChannel.ts";

const READ_AT_ONCE = 32;

/** The closing channels' state on chain, in memory alone, since the chain has all of it. */
export function createClosingBook(publicClient: ChainClient, paymentChannels: Address) {
  const channels = new Map<Hex, Channel>();
  const stale = new Set<Hex>();

  async function readOne(channelId: Hex, blockNumber: bigint): Promise<void> {
    // at that very block: a lagging node fails here, instead of showing a channel before its close
    channels.set(channelId, await readChannel(publicClient, { paymentChannels, channelId, blockNumber }));
    stale.delete(channelId);
  }

  return {
    channels: channels as ReadonlyMap<Hex, Channel>,

    touch(channelId: Hex): void {
      stale.add(channelId);
    },

    touchAll(): void {
      for (const channelId of channels.keys()) stale.add(channelId);
    },

    /**
     * Reads `channelIds` at `block`, and forgets all others.
     *
     * @returns The errors of channels that could not be read; these keep their state, and are read the next time.
     */
    async refresh(channelIds: readonly Hex[], block: bigint): Promise<unknown[]> {
      const wanted = new Set(channelIds);
      for (const channelId of channels.keys()) if (!wanted.has(channelId)) channels.delete(channelId);
      for (const channelId of stale) if (!wanted.has(channelId)) stale.delete(channelId);
      const unread = channelIds.filter((channelId) => stale.has(channelId) || !channels.has(channelId));
      const failures: unknown[] = [];
      for (let at = 0; at < unread.length; at += READ_AT_ONCE) {
        const group = unread.slice(at, at + READ_AT_ONCE).map((channelId) => readOne(channelId, block));
        for (const result of await Promise.allSettled(group))
          if (result.status === "rejected") failures.push(result.reason);
      }
      return failures;
    },
  };
}

export type ClosingBook = ReturnType<typeof createClosingBook>;
