// SPDX-License-Identifier: GPL-3.0-or-later
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../process/clock.ts";

/** A clock that stands still until `advance`. */
export function manualClock(startMs = 1_000_000): Clock & { advance(ms: number): Promise<void> } {
  let now = startMs;
  const sleepers = new Set<{ untilMs: number; wake(): void }>();
  return {
    nowMs: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          untilMs: now + ms,
          wake() {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", sleeper.wake);
        if (signal?.aborted) sleeper.wake();
      }),
    /** Moves on, wakes the due sleepers, and lets their work settle. */
    async advance(ms) {
      now += ms;
      for (const sleeper of [...sleepers]) if (sleeper.untilMs <= now) sleeper.wake();
      await setImmediate();
    },
  };
}
