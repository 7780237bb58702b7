// SPDX-License-Identifier: GPL-3.0-or-later
import type { Metrics } from "../../kernel/process/metrics.ts";

export type RepairMetrics = ReturnType<typeof createRepairMetrics>;

export function createRepairMetrics(metrics: Metrics) {
  return {
    alive: metrics.gauge("peers_alive", "Other edges of the roster that answer"),
    short: metrics.gauge("works_short", "Works watched here that have fewer than three live copies"),
    filledIn: metrics.counter(
      "works_filled_in_total",
      "Works that this edge brought for owners that were gone",
    ),
    substitutes: metrics.gauge("substitute_copies", "Works that this edge filled in and still keeps"),
    toHandOver: metrics.gauge("works_to_hand_over", "Works that others must hold before this edge leaves"),
  };
}
