// SPDX-License-Identifier: GPL-3.0-or-later
import { type Clock, systemClock } from "./clock.ts";

/** A condition of being ready. */
export type Check = { ok(): void; fail(reason: string): void };

export type CheckReport = { name: string; ok: boolean; reason?: string; lastOkMs?: number };

export type Readiness = {
  /** Adds a check. A check fails until its first `ok()`, and after `staleAfterMs` without another. */
  check(name: string, options?: { staleAfterMs?: number }): Check;
  /** Adds a check that is asked at each report for what is wrong. */
  watch(name: string, trouble: () => string | undefined): void;
  /** Ready when every check passes. */
  report(): { ready: boolean; checks: CheckReport[] };
};

type State = { lastOkMs?: number; failure?: string; staleAfterMs: number };

export function createReadiness(clock: Clock = systemClock): Readiness {
  const states = new Map<string, State>();
  const watched = new Map<string, () => string | undefined>();

  function reportOne(name: string, { lastOkMs, failure, staleAfterMs }: State): CheckReport {
    if (failure !== undefined) return { name, ok: false, reason: failure, lastOkMs };
    if (lastOkMs === undefined) return { name, ok: false, reason: "has not succeeded yet" };
    const silentMs = clock.nowMs() - lastOkMs;
    if (silentMs <= staleAfterMs) return { name, ok: true, lastOkMs };
    return { name, ok: false, reason: `no progress for ${Math.round(silentMs / 1000)} s`, lastOkMs };
  }

  return {
    check(name, { staleAfterMs = Number.POSITIVE_INFINITY } = {}) {
      if (states.has(name)) throw new Error(`readiness check "${name}" exists already`);
      const state: State = { staleAfterMs };
      states.set(name, state);
      return {
        ok() {
          state.lastOkMs = clock.nowMs();
          state.failure = undefined;
        },
        fail(reason) {
          state.failure = reason;
        },
      };
    },
    watch(name, trouble) {
      watched.set(name, trouble);
    },
    report() {
      const checks = [...states].map(([name, state]) => reportOne(name, state));
      for (const [name, trouble] of watched) {
        const reason = trouble();
        checks.push(reason === undefined ? { name, ok: true } : { name, ok: false, reason });
      }
      return { ready: checks.every((check) => check.ok), checks };
    },
  };
}
