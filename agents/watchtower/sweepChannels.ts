// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import type { Header } from "../kernel/chain/head.ts";
import type { Logger } from "../kernel/process/log.ts";
import { readChannels } from "../vouchers/readChannels.ts";
import { createSweep } from "../vouchers/sweep.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import type { Closings } from "./closings.ts";

export type SweepOptions = {
  publicClient: ChainClient;
  paymentChannels: Address;
  vouchers: Pick<VoucherStore, "live">;
  closings: Pick<Closings, "note">;
  log: Logger;
};

/** Reads every channel with a voucher directly, now and then: a close counts even where its log never came. */
export function createSweepChannels({
  publicClient,
  paymentChannels,
  vouchers,
  closings,
  log,
}: SweepOptions) {
  const rhythm = createSweep();

  return {
    /** Makes the next sweep due at once. */
    hurry: rhythm.hurry,

    /** Sweeps under the block `top` when a sweep is due. */
    async run(top: Header): Promise<void> {
      if (!rhythm.isDue(top)) return;
      const channelIds = (await vouchers.live()).map(({ channelId }) => channelId);
      const channels = await readChannels(publicClient, {
        paymentChannels,
        channelIds,
        blockNumber: top.number,
      });
      for (const [channelId, channel] of channels)
        if (await closings.note(channelId, channel, top.number))
          log.warn(
            { channelId, closesAt: channel.closesAt },
            "close seen by reading the channel: no log told of it",
          );
      rhythm.done(top);
    },
  };
}

export type SweepChannels = ReturnType<typeof createSweepChannels>;
