// SPDX-License-Identifier: GPL-3.0-or-later
import type { Metrics } from "../kernel/process/metrics.ts";

export function proverMetrics(metrics: Metrics) {
  return {
    sealed: metrics.counter("batches_sealed_total", "Batches sealed by this prover"),
    settled: metrics.counter("batches_settled_total", "Batches settled by this prover"),
    seconds: metrics.histogram(
      "proof_seconds",
      "Time to prove a settlement",
      [],
      [1, 2, 3, 5, 8, 13, 20, 60, 300],
    ),
    proving: metrics.gauge("proving", "1 while the prover makes a proof"),
    waiting: metrics.gauge("batches_waiting", "Batches that are not settled"),
    unpaid: metrics.gauge("batches_unpaid", "Batches that wait since their fees do not pay for their gas"),
  };
}

export type ProverMetrics = ReturnType<typeof proverMetrics>;
