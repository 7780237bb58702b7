// SPDX-License-Identifier: GPL-3.0-or-later

/** Numbers that look random, the same from the same seed. */
export type Random = {
  between(from: number, to: number): number;
  /** A whole number from 0, below `count`. */
  below(count: number): number;
  /** Of the normal distribution: mean 0, deviation 1. */
  normal(): number;
};

/** Makes numbers from `seed` by Mulberry32, a generator of 32 bits. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    between: (from, to) => from + (to - from) * next(),
    below: (count) => Math.floor(count * next()),
    // by Box and Muller; a logarithm of 0 has no value
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}
