// SPDX-License-Identifier: GPL-3.0-or-later
import type { Metrics } from "../../kernel/process/metrics.ts";

export type FillMetrics = ReturnType<typeof createFillMetrics>;

export function createFillMetrics(metrics: Metrics) {
  return {
    bytesFilled: metrics.counter("filled_bytes_total", "Bytes of chunks that came from sources", ["from"]),
    sourceFailures: metrics.counter("source_failures_total", "Failures of sources", ["from", "why"]),
    notKept: metrics.counter("filled_not_kept_total", "Filled chunks that did not reach the disk"),
    chunksScrubbed: metrics.counter("chunks_scrubbed_total", "Chunks on disk that were read and compared"),
  };
}
