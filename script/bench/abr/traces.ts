// SPDX-License-Identifier: GPL-3.0-or-later
// Networks as a viewer meets them, made from seeds: the same seed is the same trace on every machine. Each kind says its shape.
import { type Random, seeded } from "./random.ts";

/** A network: from `atSec` on it bears `bitsPerSec`, until the next change; the last one holds. */
export type Trace = {
  name: string;
  rttSec: number;
  changes: readonly { atSec: number; bitsPerSec: number }[];
};

const MBPS = 1e6;
/** How long a generated trace goes on changing. */
const LASTS_SEC = 900;

const trace = (name: string, rttSec: number, changes: readonly [atSec: number, mbps: number][]): Trace => ({
  ...{ name, rttSec },
  changes: changes.map(([atSec, mbps]) => ({ atSec, bitsPerSec: mbps * MBPS })),
});

/** Steep steps both ways: who follows them keeps playing. 100 s are watched. */
export const T1 = trace("T1", 0.04, [
  [0, 8],
  [15, 2],
  [30, 20],
  [45, 1.2],
  [60, 5],
  [75, 3],
  [90, 10],
]);
/** Two long falls below the lowest quality: who has not filled the buffer before stalls. 80 s are watched. */
export const T2 = trace("T2", 0.12, [
  [0, 10],
  [14, 0.25],
  [40, 6],
  [52, 0.5],
  [64, 12],
  [80, 2],
]);

type Shape = { rttSec: number; make(random: Random): [atSec: number, mbps: number][] };

/** Each second another rate: `median` times a factor that wanders, e to the power of an average that forgets a part each second. */
function wander(random: Random, median: number, spread: number, least: number, most: number) {
  const kept = 0.9;
  let at = random.normal() * spread;
  return Array.from({ length: LASTS_SEC }, (_, second): [number, number] => {
    at = kept * at + Math.sqrt(1 - kept ** 2) * spread * random.normal();
    return [second, Math.min(most, Math.max(least, median * Math.exp(at)))];
  });
}

/** Lays spells of another rate over a trace of seconds: every `everySec`, for `lastSec`, at `mbps`. */
function withSpells(
  random: Random,
  changes: [number, number][],
  [every, last, mbps]: readonly (readonly [from: number, to: number])[],
): [number, number][] {
  const between = ([from, to]: readonly [number, number]) => random.between(from, to);
  const laid = [...changes];
  for (let at = between(every!); at < LASTS_SEC; at += between(every!)) {
    const end = at + between(last!);
    const rate = between(mbps!);
    for (const second of laid) if (second[0] >= at && second[0] < end) second[1] = rate;
    at = end;
  }
  return laid;
}

/** The kinds of networks, by name. */
export const SHAPES: Record<string, Shape> = {
  /** A phone of the third generation: 1 to 2.5 Mbps, never above 6, with dead spots of 2 to 10 s every minute or two. */
  "3G": {
    rttSec: 0.12,
    make: (random) =>
      withSpells(random, wander(random, random.between(1.2, 2.8), 0.5, 0.1, 6), [
        [60, 120],
        [2, 10],
        [0.05, 0.2],
      ]),
  },
  /** The fourth, standing or walking: a median of 6 to 20 Mbps that wanders by a factor of two, up to 60. */
  "4G": {
    rttSec: 0.06,
    make: (random) => wander(random, random.between(6, 20), 0.6, 0.3, 60),
  },
  /** The fourth in a train: tunnels and cuttings of 6 to 25 s at 0.05 to 0.4 Mbps, every 40 to 100 s. */
  commuter: {
    rttSec: 0.08,
    make: (random) =>
      withSpells(random, wander(random, random.between(4, 14), 0.7, 0.2, 40), [
        [40, 100],
        [6, 25],
        [0.05, 0.4],
      ]),
  },
  /** At home, shared: 8 to 30 Mbps, and spells of 4 to 20 s every 20 to 60 s in which others leave 0.8 to 4. */
  "Wi-Fi": {
    rttSec: 0.03,
    make: (random) =>
      withSpells(random, wander(random, random.between(8, 30), 0.3, 1, 60), [
        [20, 60],
        [4, 20],
        [0.8, 4],
      ]),
  },
  /** A walk over eight states from 0.3 to 25 Mbps, 2 to 14 s in each; of eight moves one falls to the lowest three, and one of twelve leaps to the highest two. */
  Markov: {
    rttSec: 0.12,
    make(random) {
      const states = [0.3, 0.8, 1.5, 2.5, 4, 7, 12, 25];
      const changes: [number, number][] = [];
      let state = random.below(states.length);
      for (let at = 0; at < LASTS_SEC; at += random.between(2, 14)) {
        changes.push([at, states[state]! * random.between(0.8, 1.2)]);
        const move = random.between(0, 1);
        if (move < 0.12) state = random.below(3);
        else if (move < 0.2) state = states.length - 1 - random.below(2);
        else state = Math.min(states.length - 1, Math.max(0, state + (random.below(2) ? 1 : -1)));
      }
      return changes;
    },
  },
};

/** `count` traces of every shape, from the seeds that begin at `firstSeed`. */
export function tracesFrom(firstSeed: number, count: number): Trace[] {
  return Object.entries(SHAPES).flatMap(([name, { rttSec, make }], shape) =>
    Array.from({ length: count }, (_, n) =>
      trace(`${name} ${firstSeed + n}`, rttSec, make(seeded(1_000 * (firstSeed + n) + shape))),
    ),
  );
}
