// SPDX-License-Identifier: GPL-3.0-or-later
// Shaka Player's way to choose, written anew after its 5.2.12 with its default settings: the lower of two averages of what was
// received in each tenth of a second; the best quality that needs at most 95 % of it, or 85 % of the next one's; at most one change in 8 s.
// Not ported: its own choice of which request to drop for a change, its look at the network information of browsers.

/** Seconds of media that Shaka fetches ahead. */
export const SHAKA_BUFFER_SEC = 10;

const HALF_LIVES_SEC = [2, 5];
const SAMPLE_MS = 100;
const LEAST_BYTES = 16_000;
/** Before so much was received, a megabit a second is assumed. */
const TRUSTED_BYTES = 128_000;
const ASSUMED_BITS_PER_SEC = 1e6;
const DOWN_SHARE = 0.95;
const UP_SHARE = 0.85;
const HOLDS_MS = 8_000;

export class ShakaRule {
  readonly #averages = HALF_LIVES_SEC.map((halfLifeSec) => ({ halfLifeSec, sum: 0, weight: 0 }));
  #sampledBytes = 0;
  #level: number | undefined;
  #choseAtMs = Number.NEGATIVE_INFINITY;

  /** Begins a request: the answer is told of bytes as they come. */
  request(): (byteCount: number) => void {
    let beganMs = performance.now();
    let bytes = 0;
    return (byteCount) => {
      bytes += byteCount;
      const tookMs = performance.now() - beganMs;
      if (tookMs <= SAMPLE_MS || bytes < LEAST_BYTES) return;
      this.#sample(tookMs / 1_000, bytes);
      beganMs = performance.now();
      bytes = 0;
    };
  }

  /** The level to fetch now, of levels from the lowest up. */
  choose(levels: readonly { averageBitrate: number }[]): number {
    const isTrusted = this.#sampledBytes >= TRUSTED_BYTES;
    const mayChange = isTrusted && performance.now() - this.#choseAtMs >= HOLDS_MS;
    if (this.#level !== undefined && !mayChange) return this.#level;
    const bitsPerSec = isTrusted ? this.#estimate() : ASSUMED_BITS_PER_SEC;
    const chosen = levels.findLastIndex(({ averageBitrate }, at) => {
      const above = levels[at + 1]?.averageBitrate ?? Number.POSITIVE_INFINITY;
      return bitsPerSec >= averageBitrate / DOWN_SHARE && bitsPerSec <= above / UP_SHARE;
    });
    // the first choice does not hold off the second
    if (isTrusted) this.#choseAtMs = performance.now();
    this.#level = Math.max(0, chosen);
    return this.#level;
  }

  #sample(sec: number, bytes: number): void {
    this.#sampledBytes += bytes;
    for (const average of this.#averages) {
      const kept = 0.5 ** (sec / average.halfLifeSec);
      average.sum = kept * average.sum + ((1 - kept) * 8 * bytes) / sec;
      average.weight = kept * average.weight + (1 - kept);
    }
  }

  #estimate(): number {
    return Math.min(...this.#averages.map(({ sum, weight }) => sum / weight));
  }
}
