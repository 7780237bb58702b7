// SPDX-License-Identifier: GPL-3.0-or-later
import type { Metrics } from "../../kernel/process/metrics.ts";

export type PlanMetrics = ReturnType<typeof createPlanMetrics>;

export function createPlanMetrics(metrics: Metrics) {
  return {
    owned: metrics.gauge("works_owned", "Works that the plan of the epoch gives this edge"),
    lacking: metrics.gauge(
      "works_lacking",
      "Works that the plan gives this edge, and of which it lacks chunks",
    ),
  };
}
