// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { chooseLevel, type LadderState } from "./ladder.ts";
import { Throughput } from "./throughput.ts";

/** 480p, 720p, 1080p and 4K in fragments of 2 s. */
const fragmentBits = [3e6, 6e6, 12e6, 30e6];
const state = (given: Partial<LadderState>): LadderState => ({
  ...{ level: 0, bufferSec: 60, leftSec: 600, fragmentBits, fragmentSec: 2 },
  throughput: { estimate: 100e6, last: 100e6 },
  ...given,
});

/** The least buffer, in steps of half a second, from which `level` or a higher one is chosen. */
function bufferFor(level: number, given: Partial<LadderState>): number {
  let bufferSec = 0;
  while (bufferSec < 300 && chooseLevel(state({ ...given, bufferSec })) < level) bufferSec += 0.5;
  return bufferSec;
}
const bearing = (mbps: number, last = mbps) => ({ throughput: { estimate: mbps * 1e6, last: last * 1e6 } });

test("it begins at the lowest, and climbs once the buffer is long enough, the sooner the more the network bears", () => {
  assert.equal(chooseLevel(state({ level: undefined, throughput: undefined })), 0);
  assert.equal(chooseLevel(state({ level: undefined, bufferSec: 2 })), 0);
  for (const level of [1, 2, 3]) {
    const [plenty, enough, scarce] = [100, 15, 8].map((mbps) => bufferFor(level, bearing(mbps)));
    assert.ok(plenty! <= enough! && enough! < scarce!, `${level}: ${plenty} ${enough} ${scarce}`);
  }
  // however much the network bears, a fall of it is survived from above the second level
  assert.ok(bufferFor(1, bearing(1_000)) < 10 && bufferFor(2, bearing(1_000)) >= 24);
});

test("what the network does not bear is not climbed to for long, and a fall of it is followed down at once", () => {
  const at = (mbps: number, level: number, bufferSec: number) =>
    chooseLevel(state({ level, bufferSec, ...bearing(mbps) }));
  assert.deepEqual([at(0.1, 3, 30), at(2, 3, 20), at(6, 3, 20), at(15, 3, 30)], [0, 0, 2, 3]);
  assert.deepEqual([at(2, 0, 60), at(2, 0, 40)], [0, 0]);
  // one slow fragment is believed while it could empty the buffer
  const slow = bearing(40, 0.5);
  assert.ok(chooseLevel(state({ level: 3, bufferSec: 20, ...slow })) < 3);
  assert.equal(chooseLevel(state({ level: 3, bufferSec: 1 })), 0);
});

test("a level is held with less than it was climbed to, so that qualities do not flicker", () => {
  for (const level of [1, 2, 3]) {
    const [held, climbed] = [level, level - 1].map((from) =>
      bufferFor(level, { ...bearing(5 * level), level: from }),
    );
    assert.ok(held! + 2 < climbed!, `${level}: ${held} ${climbed}`);
  }
});

test("a long buffer is spent on quality towards the end, and near the end less is asked for", () => {
  const spent = (leftSec: number) => chooseLevel(state({ level: 2, bufferSec: 60, leftSec, ...bearing(8) }));
  assert.deepEqual([spent(600), spent(20)], [2, 3]);
  assert.equal(chooseLevel(state({ level: 0, bufferSec: 4, leftSec: 2 })), 3);
});

test("it is one of the levels, whatever it is told", () => {
  const positive = fc.double({ min: 0, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 8 }),
      ...([positive, positive, positive, positive] as const),
      fc.option(fc.nat(7), { nil: undefined }),
      (bits, bufferSec, leftSec, estimate, last, from) => {
        const level = from === undefined ? undefined : from % bits.length;
        const throughput = { estimate, last };
        const chosen = chooseLevel({
          level,
          bufferSec,
          leftSec,
          throughput,
          fragmentBits: bits,
          fragmentSec: 2,
        });
        assert.ok(Number.isInteger(chosen) && chosen >= 0 && chosen < bits.length);
      },
    ),
  );
});

test("throughput is an average over the time of fetching, and what was last is told apart", () => {
  const throughput = new Throughput();
  assert.equal(throughput.now, undefined);
  for (let n = 0; n < 20; n += 1) throughput.count(10e6, 1);
  assert.ok(Math.abs(throughput.now!.estimate - 10e6) < 1);
  throughput.count(1e6, 2);
  const { estimate, last } = throughput.now!;
  assert.equal(last, 0.5e6);
  assert.ok(estimate < 9e6 && estimate > 7e6);
  // a slow fetch weighs by the time that it took, so a burst raises the estimate only slowly
  throughput.count(20e6, 0.2);
  assert.ok(throughput.now!.estimate < 11e6);
  // a clock that stood still is no network without end
  throughput.count(1e6, 0);
  assert.equal(throughput.now!.last, 50e6);
});
