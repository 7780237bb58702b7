// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import type { Channel } from "../sdk/channels/channel.ts";
import { readChannels } from "../vouchers/readChannels.ts";

/** The closing channels' state on chain, in memory alone, since the chain has all of it. */
export function createClosingBook(publicClient: ChainClient, paymentChannels: Address) {
  const channels = new Map<Hex, Channel>();
  const stale = new Set<Hex>();

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
      try {
        // at that very block: a lagging node fails here, instead of showing a channel before its close
        const at = { paymentChannels, channelIds: unread, blockNumber: block };
        for (const [channelId, channel] of await readChannels(publicClient, at)) {
          channels.set(channelId, channel);
          stale.delete(channelId);
        }
        return [];
      } catch (error) {
        return [error];
      }
    },
  };
}

export type ClosingBook = ReturnType<typeof createClosingBook>;
