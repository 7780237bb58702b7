// SPDX-License-Identifier: GPL-3.0-or-later
import type { ChainHead } from "../kernel/chain/head.ts";
import type { LogFollower } from "../kernel/chain/logs.ts";
import { createQueue } from "../kernel/process/queue.ts";
import { createSweep } from "../vouchers/sweep.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import type { ChannelBook } from "./channelBook.ts";
import type { SequencerMetrics } from "./metrics.ts";

export type ChainViewOptions = {
  head: Pick<ChainHead, "known" | "ageMs">;
  follower: LogFollower;
  channels: ChannelBook;
  vouchers: VoucherStore;
  metrics: SequencerMetrics;
  /** Milliseconds that no step of the clock changes. */
  steadyMs?: () => number;
};

/** The last block that a sequencer has seen, and how old its knowledge of the chain is. */
export function createChainView(options: ChainViewOptions) {
  const { head, follower, channels, vouchers, metrics, steadyMs = () => performance.now() } = options;
  const sweep = createSweep(steadyMs);
  const looks = createQueue();
  let seen = { hash: "", block: -1n, atMs: Number.NEGATIVE_INFINITY };

  async function lookNow(signal?: AbortSignal): Promise<void> {
    const atMs = steadyMs();
    const { nextBlock } = await follower.poll(signal);
    const top = await head.known();
    const isSweep = sweep.isDue(top);
    if (isSweep || top.hash !== seen.hash) {
      if (isSweep) channels.touchAll();
      const live = await vouchers.live();
      await channels.refresh(
        live.map(({ channelId }) => channelId),
        top,
      );
      await vouchers.retire(channels.dropClosed());
      if (isSweep) sweep.done(top);
      metrics.channels.set(live.length);
      metrics.acceptedWei.set(live.reduce((sum, { cumulative }) => sum + Number(cumulative), 0));
    }
    seen = { hash: top.hash, block: nextBlock - 1n, atMs };
  }

  return {
    /** Reads the news of the chain, one call at a time. */
    look: (signal?: AbortSignal): Promise<void> => looks(() => lookNow(signal)),
    /** The last block that the channel book has seen. */
    seenBlock: () => seen.block,
    /** The age of what is known: of the newest block, and of the last look that succeeded. */
    blindForMs: () => Math.max(head.ageMs(), steadyMs() - seen.atMs),
  };
}

export type ChainView = ReturnType<typeof createChainView>;
