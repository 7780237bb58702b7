// SPDX-License-Identifier: MIT

/** The average forgets half of the past within these seconds of fetching: bad times, in which fetching takes long, stay longer in it. */
const HALF_LIFE_SEC = 7.8;
/** A fetch that took less is counted with this: clocks are coarse. */
const LEAST_SEC = 0.02;

/** Measures what the network bears, by what was fetched. */
export class Throughput {
  #sum = 0;
  #weight = 0;
  #last: number | undefined;

  /** Counts `bits` that came within `sec`, from the first byte on. */
  count(bits: number, sec: number): void {
    const took = Math.max(sec, LEAST_SEC);
    this.#last = bits / took;
    const kept = 0.5 ** (took / HALF_LIFE_SEC);
    this.#sum = kept * this.#sum + (1 - kept) * this.#last;
    this.#weight = kept * this.#weight + (1 - kept);
  }

  /** In bits a second; undefined before anything was fetched. */
  get now(): { estimate: number; last: number } | undefined {
    if (this.#last === undefined) return undefined;
    return { estimate: this.#sum / this.#weight, last: this.#last };
  }
}
