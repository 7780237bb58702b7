// SPDX-License-Identifier: MIT
import { Throughput } from "./throughput.ts";

export type Flow = {
  count(byteCount: number): void;
  /** Nothing more comes: all is there, or it was given up. */
  end(isWhole: boolean): void;
};

/** Less is a clock's own error. */
const LEAST_MS = 20;

/** Measures what a line bears by all that comes over it at once, while anything comes: the wait for an answer is not counted. */
export class LineMeter {
  readonly #throughput = new Throughput();
  #flowing = 0;
  #sinceMs = 0;
  #bytes = 0;

  /** As {@link Throughput.now}. */
  get now(): { estimate: number; last: number } | undefined {
    return this.#throughput.now;
  }

  /** Something is asked for; it flows from its first bytes on. */
  begin(): Flow {
    const beganMs = performance.now();
    let [first, loaded] = [0, 0];
    return {
      count: (byteCount) => {
        const now = performance.now();
        loaded += byteCount;
        if (loaded > byteCount) {
          this.#bytes += byteCount;
          return;
        }
        first = byteCount;
        // the first bytes waited for the answer; what follows them shows what the line bears
        if (this.#flowing === 0) [this.#sinceMs, this.#bytes] = [now, 0];
        else this.#bytes += byteCount;
        this.#flowing += 1;
      },
      end: (isWhole) => {
        if (loaded === 0) return;
        this.#flowing -= 1;
        const now = performance.now();
        const isAtOnce = loaded === first && this.#bytes === 0;
        if (isAtOnce && !isWhole) return;
        if (isAtOnce) this.#throughput.count(8 * loaded, (now - beganMs) / 1_000);
        else if (now - this.#sinceMs >= LEAST_MS || this.#flowing === 0)
          this.#throughput.count(8 * this.#bytes, (now - this.#sinceMs) / 1_000);
        else return;
        [this.#sinceMs, this.#bytes] = [now, 0];
      },
    };
  }
}
