// SPDX-License-Identifier: GPL-3.0-or-later

/** The time between sweeps, in seconds: a third of the least window of a channel. */
const SWEEP_SEC = 300;

/**
 * Makes the rhythm in which all held channels are read directly, whatever the logs say: by the chain's time and by the
 * node's own, whichever is first.
 */
export function createSweep(steadyMs: () => number = () => performance.now()) {
  let last: { chainSec: number; steadyMs: number } | undefined;
  return {
    /** Makes a sweep due at once. */
    hurry(): void {
      last = undefined;
    },
    /** Whether a sweep is due under the block of `timestamp`; `done` notes that a sweep was made. */
    isDue: ({ timestamp }: { timestamp: number }): boolean =>
      last === undefined ||
      timestamp - last.chainSec >= SWEEP_SEC ||
      steadyMs() - last.steadyMs >= SWEEP_SEC * 1000,
    done({ timestamp }: { timestamp: number }): void {
      last = { chainSec: timestamp, steadyMs: steadyMs() };
    },
  };
}
