// SPDX-License-Identifier: GPL-3.0-or-later
import type { LogFollower } from "../kernel/chain/logs.ts";
import { createQueue } from "../kernel/process/queue.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import type { ChannelBook } from "./channelBook.ts";
import type { SequencerMetrics } from "./metrics.ts";

export type ChainViewOptions = {
  follower: LogFollower;
  channels: ChannelBook;
  vouchers: VoucherStore;
  metrics: SequencerMetrics;
  nowMs(): number;
};

/** The last block that a sequencer has seen, and the time of its last look. */
export function createChainView({ follower, channels, vouchers, metrics, nowMs }: ChainViewOptions) {
  let seen = { block: -1n, atMs: 0 };
  const looks = createQueue();

  async function lookNow(signal?: AbortSignal): Promise<void> {
    const atMs = nowMs();
    const { nextBlock } = await follower.poll(signal);
    const live = await vouchers.live();
    await channels.refresh(live.map(({ channelId }) => channelId));
    await vouchers.retire(channels.dropClosed());
    metrics.channels.set(live.length);
    metrics.acceptedWei.set(live.reduce((sum, { cumulative }) => sum + Number(cumulative), 0));
    seen = { block: nextBlock - 1n, atMs };
  }

  return {
    /** Reads the news of the chain, one call at a time. */
    look: (signal?: AbortSignal): Promise<void> => looks(() => lookNow(signal)),
    /** The last block that the channel book has seen. */
    seenBlock: () => seen.block,
    /** Milliseconds since the last successful look. */
    blindForMs: () => nowMs() - seen.atMs,
  };
}

export type ChainView = ReturnType<typeof createChainView>;
