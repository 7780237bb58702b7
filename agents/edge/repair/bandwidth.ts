// SPDX-License-Identifier: GPL-3.0-or-later

/** Until when what was taken takes, at the cap, in milliseconds. */
export type Bandwidth = { freeAtMs: number };

/** Takes `bytes` at `bytesPerSec`: the wait before them, and what is left. What was not used is not saved up. Pure. */
export function takeBytes({ freeAtMs }: Bandwidth, bytes: number, bytesPerSec: number, nowMs: number) {
  const beginsMs = Math.max(freeAtMs, nowMs);
  return { waitMs: beginsMs - nowMs, after: { freeAtMs: beginsMs + (bytes * 1_000) / bytesPerSec } };
}
