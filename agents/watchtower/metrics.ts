// SPDX-License-Identifier: GPL-3.0-or-later
import type { Metrics } from "../kernel/process/metrics.ts";

const MINUTE = 60;
const MARGINS = [0, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, 360 * MINUTE, 1_440 * MINUTE];

export function createWatchtowerMetrics(metrics: Metrics) {
  return {
    vouchers: metrics.counter("vouchers_total", "Vouchers offered, by outcome", ["outcome"]),
    closings: metrics.gauge("closings", "Closing channels with a voucher that is not settled yet"),
    atStakeWei: metrics.gauge(
      "at_stake_wei",
      "Debt of the closing channels, in wei of ether; a float, for display only",
    ),
    leastSecondsLeft: metrics.gauge("least_seconds_left", "Seconds until the first deadline"),
    defended: metrics.counter("channels_defended_total", "Closing channels whose voucher was settled"),
    lost: metrics.counter(
      "channels_lost_total",
      "Channels finalized before their voucher was settled; must be 0",
    ),
    marginSeconds: metrics.histogram(
      "defence_margin_seconds",
      "Seconds left when a channel's voucher was settled",
      [],
      MARGINS,
    ),
  };
}

export type WatchtowerMetrics = ReturnType<typeof createWatchtowerMetrics>;
