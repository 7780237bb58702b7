// SPDX-License-Identifier: GPL-3.0-or-later
import type { Metrics } from "../kernel/process/metrics.ts";

export type EdgeMetrics = ReturnType<typeof createEdgeMetrics>;

export function createEdgeMetrics(metrics: Metrics) {
  return {
    chunksServed: metrics.counter("chunks_served_total", "Chunks served"),
    bytesServed: metrics.counter("bytes_served_total", "Bytes of chunks served"),
    chunksStored: metrics.gauge("chunks_stored", "Chunks on disk"),
    demands: metrics.gauge("demands_open", "Demands for pieces that stand on chain against this edge"),
    viewersMet: metrics.gauge("viewers_met", "Viewers who are here to help each other"),
    chunksDamaged: metrics.counter("chunks_damaged_total", "Damaged chunks dropped from the disk"),
  };
}
