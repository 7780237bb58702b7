// SPDX-License-Identifier: GPL-3.0-or-later
import type { Metrics } from "../kernel/process/metrics.ts";

export function sequencerMetrics(metrics: Metrics) {
  return {
    vouchers: metrics.counter("vouchers_total", "Vouchers offered, by outcome", ["outcome"]),
    acceptedWei: metrics.gauge("accepted_wei", "Sum of the vouchers held, in wei; a float, for display only"),
    periods: metrics.counter("periods_total", "Receipts asked for periods, by outcome", ["outcome"]),
    operations: metrics.counter("operations_total", "Operations of actors, by outcome", ["outcome"]),
    waiting: metrics.gauge("operations_waiting", "Accepted operations that are not posted yet"),
    settlements: metrics.counter("settlements_total", "Settlements mined"),
    channels: metrics.gauge("channels", "Channels with a voucher, except those closed for good"),
  };
}

export type SequencerMetrics = ReturnType<typeof sequencerMetrics>;
