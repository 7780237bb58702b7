// SPDX-License-Identifier: GPL-3.0-or-later

/** The same numbers for the same seed, for ever (sfc32). */
export class Random {
  private readonly state: Uint32Array;

  constructor(seed: number) {
    this.state = Uint32Array.of(seed, 0x9e3779b9, 0x243f6a88, 1);
    for (let i = 0; i < 16; ++i) this.next();
  }

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    return Math.floor((this.next() / 2 ** 32) * limit);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** A number of `bits` bits at most, with all its digits at random. */
  wide(bits: number): bigint {
    let value = 0n;
    for (let have = 0; have < bits; have += 32) value = (value << 32n) | BigInt(this.next());
    return value & ((1n << BigInt(bits)) - 1n);
  }

  /** A number of any size up to `bits` bits, small ones as likely as large ones. */
  sized(bits: number): bigint {
    return this.wide(this.below(bits + 1));
  }

  /** A number from 0 to `most`. */
  upTo(most: bigint): bigint {
    return most <= 0n ? 0n : this.wide(most.toString(2).length + 32) % (most + 1n);
  }

  private next(): number {
    const s = this.state;
    const sum = (s[0]! + s[1]! + s[3]!++) >>> 0;
    s[0] = s[1]! ^ (s[1]! >>> 9);
    s[1] = s[2]! + (s[2]! << 3);
    s[2] = ((s[2]! << 21) | (s[2]! >>> 11)) + sum;
    return sum;
  }
}
