// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { ChannelBook, ChannelView } from "./channelBook.ts";

/** The least time between two such reads of one channel. */
export const READ_AGAIN_MS = 1_000;

export type FundsOptions = {
  channels: Pick<ChannelBook, "find" | "readAgain">;
  nowMs(): number;
};

/** A channel, and whether the chain was read for it just now. */
export type Funds = { view: ChannelView; isFresh: boolean };

/**
 * Finds a channel, and reads it from the chain again when `cumulative` is above its known deposit, at most once a second for each
 * channel: a top-up that was mined a moment ago counts, and nobody can make a sequencer ask the chain for each voucher.
 */
export function createFindFunds({ channels, nowMs }: FundsOptions) {
  const readAtMs = new Map<Hex, number>();

  return async (channelId: Hex, cumulative: bigint): Promise<Funds> => {
    const view = await channels.find(channelId);
    if (cumulative <= view.latest.deposit || view.latest.windowSec === 0) return { view, isFresh: true };
    const now = nowMs();
    for (const [id, atMs] of readAtMs) {
      // in the order of reading
      if (now - atMs < READ_AGAIN_MS) break;
      readAtMs.delete(id);
    }
    if (readAtMs.has(channelId)) return { view, isFresh: false };
    readAtMs.set(channelId, now);
    return { view: await channels.readAgain(channelId), isFresh: true };
  };
}
