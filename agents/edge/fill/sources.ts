// SPDX-License-Identifier: GPL-3.0-or-later
import type { Clock } from "../../kernel/process/clock.ts";
import type { Logger } from "../../kernel/process/log.ts";
import type { FillMetrics } from "./fillMetrics.ts";
import {
  afterFailure,
  afterSuccess,
  newSource,
  type Ranking,
  rankSources,
  type SourceFailure,
  type SourceKind,
  type SourceStats,
} from "./rankSources.ts";

/** Where chunks may be had. */
export type Source = { readonly kind: SourceKind; readonly endpoint: string; stats: SourceStats };

export type Sources = {
  /** Takes the edges of the registry; what is known of those that were there stays. */
  setEdges(endpoints: readonly string[]): void;
  rank(): Ranking<Source>;
  /** `bytes` came in `ms`; without them the source only answered. */
  succeeded(source: Source, bytes?: number, ms?: number): void;
  failed(source: Source, why: SourceFailure, error: unknown): void;
};

export function createSources(options: {
  mirrors: readonly string[];
  gateways: readonly string[];
  clock: Clock;
  metrics: FillMetrics;
  log: Logger;
}): Sources {
  const { clock, metrics, log } = options;
  const make = (kind: SourceKind) => (endpoint: string) => ({ kind, endpoint, stats: newSource(kind) });
  const configured = [...options.mirrors.map(make("mirror")), ...options.gateways.map(make("gateway"))];
  let edges: Source[] = [];

  return {
    setEdges(endpoints) {
      const known = new Map(edges.map((edge) => [edge.endpoint, edge]));
      edges = [...new Set(endpoints)].map((endpoint) => known.get(endpoint) ?? make("edge")(endpoint));
    },
    rank: () => rankSources<Source>([...edges, ...configured], clock.nowMs()),
    succeeded(source, bytes, ms = 0) {
      if (source.stats.failures > 0) log.info({ source: source.endpoint }, "source is back");
      source.stats =
        bytes === undefined
          ? { ...newSource(source.kind), bytesPerSec: source.stats.bytesPerSec }
          : afterSuccess(source.stats, bytes, ms);
      if (bytes !== undefined) metrics.bytesFilled.inc({ from: source.kind }, bytes);
    },
    failed(source, why, error) {
      metrics.sourceFailures.inc({ from: source.kind, why });
      const before = source.stats.demotedUntilMs;
      source.stats = afterFailure(source.stats, why, clock.nowMs());
      const forSec = Math.round((source.stats.demotedUntilMs - clock.nowMs()) / 1_000);
      if (before <= clock.nowMs())
        log.warn({ source: source.endpoint, why, forSec, err: error }, "source demoted");
    },
  };
}
