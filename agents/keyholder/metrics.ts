// SPDX-License-Identifier: GPL-3.0-or-later
import type { Metrics } from "../kernel/process/metrics.ts";

export function keyholderMetrics(metrics: Metrics) {
  return {
    requests: metrics.counter("key_requests_total", "Requests for keys, by outcome", ["outcome"]),
    capsules: metrics.counter("capsules_checked_total", "Capsules whose proof was checked"),
    accessCalls: metrics.counter("access_calls_total", "Calls to the chain about access"),
    headBlock: metrics.gauge("head_block", "The newest block that this node has seen"),
    committees: metrics.gauge("committees", "Committees that are answered"),
  };
}

export type KeyholderMetrics = ReturnType<typeof keyholderMetrics>;
