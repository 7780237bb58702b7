// SPDX-License-Identifier: GPL-3.0-or-later
import type { Metrics } from "../../kernel/process/metrics.ts";

export type DealMetrics = ReturnType<typeof createDealMetrics>;

export function createDealMetrics(metrics: Metrics) {
  return {
    earned: metrics.counter("deals_earned_stream_total", "STREAM that deals paid this edge"),
    spent: metrics.counter("deals_gas_ether_total", "Ether for the gas of claims and promises"),
    atRisk: metrics.gauge("bond_stream", "STREAM of the bond, which the edge can lose"),
  };
}
