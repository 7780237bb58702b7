// SPDX-License-Identifier: GPL-3.0-or-later
// Which source is asked first, and which not at all for a while. Pure: the clock is handed in.

/** Another edge of the registry; a mirror or CDN, which any web server may be; a trustless gateway of IPFS. */
export type SourceKind = "edge" | "mirror" | "gateway";

/** What is remembered of a source. */
export type SourceStats = {
  readonly kind: SourceKind;
  /** What the source brings, a moving mean; undefined until it has brought something. */
  readonly bytesPerSec?: number | undefined;
  /** Failures since the last success. */
  readonly failures: number;
  /** Whether one of them was an answer that was wrong. */
  readonly hasLied: boolean;
  /** Until then nobody waits for it, in milliseconds since the Unix epoch. */
  readonly demotedUntilMs: number;
};

/** `wrong`: other bytes than the committed ones. `slow`: nothing came for a while, or too little. `down`: no good answer. */
export type SourceFailure = "wrong" | "slow" | "down";

/** What a source is taken to bring before it has been measured: the design's order. */
const EXPECTED_BYTES_PER_SEC = { edge: 40e6, mirror: 20e6, gateway: 10e6 };
/** How much the newest measure counts. */
const NEWEST = 0.3;
/** The first demotion, what each further one is longer by, and the longest. */
const DEMOTION = {
  wrong: { firstMs: 600_000, times: 4, mostMs: 86_400_000 },
  slow: { firstMs: 5_000, times: 2, mostMs: 300_000 },
  down: { firstMs: 5_000, times: 2, mostMs: 300_000 },
};

export const newSource = (kind: SourceKind): SourceStats => ({
  ...{ kind, failures: 0, hasLied: false, demotedUntilMs: 0 },
});

/** The stats after `bytes` came in `ms`: whatever was held against the source is forgotten. */
export function afterSuccess(stats: SourceStats, bytes: number, ms: number): SourceStats {
  const measured = (bytes * 1_000) / Math.max(ms, 0.1);
  const before = stats.bytesPerSec ?? measured;
  const bytesPerSec = before + NEWEST * (measured - before);
  return { ...newSource(stats.kind), bytesPerSec };
}

export function afterFailure(stats: SourceStats, why: SourceFailure, nowMs: number): SourceStats {
  const { firstMs, times, mostMs } = DEMOTION[why];
  const demotedUntilMs = nowMs + Math.min(mostMs, firstMs * times ** stats.failures);
  return {
    ...stats,
    failures: stats.failures + 1,
    hasLied: stats.hasLied || why === "wrong",
    // a short demotion does not end a long one
    demotedUntilMs: Math.max(stats.demotedUntilMs, demotedUntilMs),
  };
}

export type Ranking<Source> = {
  /** In the order to ask: good ones, the fastest first; then what has not lied, should nothing else be there. */
  ask: Source[];
  /** Demoted, and due for another chance: to be asked beside the others, with nobody waiting. */
  probe: Source[];
};

/** Ranks sources by what they have brought and how they have failed. */
export function rankSources<Source extends { stats: SourceStats }>(
  sources: readonly Source[],
  nowMs: number,
): Ranking<Source> {
  const good = sources.filter(({ stats }) => stats.failures === 0);
  const bad = sources.filter(({ stats }) => stats.failures > 0);
  const isDue = ({ stats }: Source) => stats.demotedUntilMs <= nowMs;
  // who has lied is believed again only once nobody waits for the answer
  const lastResort = bad
    .filter(({ stats }) => !stats.hasLied)
    .sort((a, b) => a.stats.demotedUntilMs - b.stats.demotedUntilMs);
  return {
    ask: [...good.sort((a, b) => expected(b.stats) - expected(a.stats)), ...lastResort],
    probe: bad.filter(isDue),
  };
}

const expected = ({ kind, bytesPerSec }: SourceStats) => bytesPerSec ?? EXPECTED_BYTES_PER_SEC[kind];
