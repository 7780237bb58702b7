// SPDX-License-Identifier: GPL-3.0-or-later
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 200;

/** Resolves once `condition` holds; rejects after `withinMs`, saying what was waited for, or when `signal` aborts. */
export async function waitUntil(
  what: string,
  condition: () => Promise<boolean>,
  { withinMs = 600_000, signal }: { withinMs?: number; signal: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${withinMs / 1000} s`);
    await sleep(POLL_MS, undefined, { signal });
  }
}
