// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import {
  afterFailure,
  afterSuccess,
  newSource,
  rankSources,
  type SourceFailure,
  type SourceKind,
  type SourceStats,
} from "./rankSources.ts";

const NOW = 1_000_000;
const named = (stats: Record<string, SourceStats>) =>
  Object.entries(stats).map(([name, stats]) => ({ name, stats }));
const rank = (stats: Record<string, SourceStats>, nowMs = NOW) => {
  const { ask, probe } = rankSources(named(stats), nowMs);
  return { ask: ask.map(({ name }) => name), probe: probe.map(({ name }) => name) };
};
const fails = (stats: SourceStats, ...whys: SourceFailure[]) =>
  whys.reduce((before, why) => afterFailure(before, why, NOW), stats);

test("before anything is measured: another edge, then a mirror, then a gateway", () => {
  const fresh = { gateway: newSource("gateway"), edge: newSource("edge"), mirror: newSource("mirror") };
  assert.deepEqual(rank(fresh).ask, ["edge", "mirror", "gateway"]);
});

test("what was measured counts more than the kind: a slow edge comes behind a fast mirror", () => {
  const slow = afterSuccess(newSource("edge"), 1_000_000, 1_000);
  const fast = afterSuccess(newSource("mirror"), 50_000_000, 1_000);
  assert.deepEqual(rank({ slow, fast }).ask, ["fast", "slow"]);
  let better = slow;
  for (let runs = 0; runs < 20; runs++) better = afterSuccess(better, 90_000_000, 1_000);
  assert.deepEqual(rank({ better, fast }).ask, ["better", "fast"]);
});

test("a source that failed is asked last; one that lied, not at all while somebody waits", () => {
  const stats = {
    down: fails(newSource("edge"), "down"),
    liar: fails(newSource("edge"), "wrong"),
    good: newSource("gateway"),
  };
  assert.deepEqual(rank(stats), { ask: ["good", "down"], probe: [] });
});

test("a demotion ends by itself: the source is probed, and one success brings it back", () => {
  for (const [why, ms] of [
    ["down", 5_000],
    ["slow", 5_000],
    ["wrong", 600_000],
  ] as const) {
    const failed = fails(newSource("edge"), why);
    assert.deepEqual(rank({ failed }, NOW + ms - 1).probe, []);
    assert.deepEqual(rank({ failed }, NOW + ms).probe, ["failed"]);
    const back = afterSuccess(failed, 65_536, 10);
    assert.deepEqual(rank({ back }), { ask: ["back"], probe: [] });
  }
});

test("each failure in a row demotes for longer, up to a bound", () => {
  const untils = (why: SourceFailure, count: number) => {
    let stats = newSource("edge");
    return Array.from({ length: count }, () => {
      stats = afterFailure(stats, why, NOW);
      return stats.demotedUntilMs - NOW;
    });
  };
  assert.deepEqual(untils("down", 8), [5e3, 10e3, 20e3, 40e3, 80e3, 160e3, 300e3, 300e3]);
  assert.deepEqual(untils("wrong", 5), [600e3, 2_400e3, 9_600e3, 38_400e3, 86_400e3]);
  // a short demotion does not end a long one
  assert.equal(fails(newSource("edge"), "wrong", "down").demotedUntilMs, NOW + 600_000);
});

test("whatever happens, every source is asked or probed in the end, and none twice", () => {
  const step = fc.constantFrom("good", "wrong", "slow", "down");
  const history = fc.record({
    kind: fc.constantFrom<SourceKind>("edge", "mirror", "gateway"),
    steps: fc.array(step),
  });
  fc.assert(
    fc.property(fc.array(history), (histories) => {
      const sources = histories.map(({ kind, steps }) => ({
        stats: steps.reduce<SourceStats>(
          (stats, what) => (what === "good" ? afterSuccess(stats, 1_000, 1) : afterFailure(stats, what, NOW)),
          newSource(kind),
        ),
      }));
      const now = rankSources(sources, NOW);
      assert.equal(new Set(now.ask).size, now.ask.length);
      for (const { stats } of now.ask) assert.ok(!stats.hasLied);
      const later = rankSources(sources, NOW + 86_400_000);
      for (const source of sources) assert.ok(later.ask.includes(source) || later.probe.includes(source));
    }),
  );
});
