// SPDX-License-Identifier: GPL-3.0-or-later
import { type Clock, systemClock } from "./clock.ts";

/** A condition of being ready. */
export type Check = { ok(): void; fail(reason: string): void };

export type CheckReport = { name: string; ok: boolean; reason?: string; lastOkMs?: number };

export type Readiness = {
  /** Adds a check. A check fails until its first `ok()`, and after `staleAfterMs` without another. */
  check(name: string, options?: { staleAfterMs?: number }): Check;
  /** Adds a check that is asked at each report; `fault` says why the check fails, or nothing. */
  ask(name: string, fault: () => string | undefined): void;
  /** Ready when every check passes. */
  report(): { ready: boolean; checks: CheckReport[] };
};

type State = { lastOkMs?: number; failure?: string; staleAfterMs: number };

export function createReadiness(clock: Clock = systemClock): Readiness {
  const states = new Map<string, State>();
  const asked = new Map<string, () => string | undefined>();

  function requireNewName(name: string): void {
    if (states.has(name) || asked.has(name)) throw new Error(`readiness check "${name}" exists already`);
  }

  function reportOne(name: string, { lastOkMs, failure, staleAfterMs }: State): CheckReport {
    if (failure !== undefined) return { name, ok: false, reason: failure, lastOkMs };
    if (lastOkMs === undefined) return { name, ok: false, reason: "has not succeeded yet" };
    const silentMs = clock.nowMs() - lastOkMs;
    if (silentMs <= staleAfterMs) return { name, ok: true, lastOkMs };
    return { name, ok: false, reason: `no progress for ${Math.round(silentMs / 1000)} s`, lastOkMs };
  }

  const reportAsked = (name: string, reason: string | undefined): CheckReport =>
    reason === undefined ? { name, ok: true } : { name, ok: false, reason };

  return {
    check(name, { staleAfterMs = Number.POSITIVE_INFINITY } = {}) {
      requireNewName(name);
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
    ask(name, fault) {
      requireNewName(name);
      asked.set(name, fault);
    },
    report() {
      const checks = [
        ...[...states].map(([name, state]) => reportOne(name, state)),
        ...[...asked].map(([name, fault]) => reportAsked(name, fault())),
      ];
      return { ready: checks.every((check) => check.ok), checks };
    },
  };
}
