// SPDX-License-Identifier: GPL-3.0-or-later
import type { Metrics } from "../kernel/process/metrics.ts";

export type ChallengerMetrics = ReturnType<typeof createChallengerMetrics>;

export function createChallengerMetrics(metrics: Metrics) {
  return {
    audits: metrics.counter("audits_total", "Chunks asked for, by outcome", ["outcome"]),
    slashes: metrics.counter("slashes_total", "Edges slashed by this challenger"),
    demands: metrics.counter("demands_total", "Pieces demanded on chain by this challenger"),
    losses: metrics.counter(
      "losses_total",
      "Requests of this challenger that an edge left unanswered, and that were collected",
    ),
    assertions: metrics.counter(
      "assertions_total",
      "Assertions of the interactions' state that this challenger falsified, reaped or collected for",
      ["what"],
    ),
    executed: metrics.gauge("executed_postings", "Postings of interactions that were executed"),
    round: metrics.gauge("audit_round", "The current round of audits, or the next"),
  };
}
