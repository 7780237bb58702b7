// SPDX-License-Identifier: GPL-3.0-or-later

type Timer = { atSec: number; everySec: number; call: () => void };

/** The parts of a page's global scope that hls.js reads while it chooses. */
type Scope = { self?: unknown };

/**
 * A clock that moves only when it is told to. While it is installed, `performance.now` reads it, and the timers of `self`, which is
 * a page's global scope to hls.js, follow it.
 */
export class VirtualTime {
  #nowSec = 0;
  #last = 0;
  readonly #timers = new Map<number, Timer>();

  get nowSec(): number {
    return this.#nowSec;
  }

  /** When the next timer is due, in seconds; infinity without any. */
  get nextSec(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { atSec } of this.#timers.values()) if (atSec < next) next = atSec;
    return next;
  }

  /** Moves to `sec`, and calls what is due by then, after `first`. */
  moveTo(sec: number, first: () => void): void {
    this.#nowSec = sec;
    first();
    for (const [id, timer] of [...this.#timers]) {
      if (timer.atSec > sec || !this.#timers.has(id)) continue;
      timer.atSec = sec + timer.everySec;
      timer.call();
    }
  }

  setInterval(call: () => void, ms: number): number {
    this.#last += 1;
    const everySec = ms / 1_000;
    this.#timers.set(this.#last, { atSec: this.#nowSec + everySec, everySec, call });
    return this.#last;
  }

  clearInterval(id: number): void {
    this.#timers.delete(id);
  }

  /** Runs `work` under this clock. Whatever else the process does meanwhile reads it too. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    const scope = globalThis as Scope;
    const { self } = scope;
    const { now } = performance;
    scope.self = {
      setInterval: (call: () => void, ms: number) => this.setInterval(call, ms),
      clearInterval: (id: number) => this.clearInterval(id),
      performance,
      URL,
    };
    performance.now = () => 1_000 * this.#nowSec;
    try {
      return await work();
    } finally {
      performance.now = now;
      if (self === undefined) delete scope.self;
      else scope.self = self;
    }
  }
}
