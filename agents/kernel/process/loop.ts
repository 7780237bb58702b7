// SPDX-License-Identifier: GPL-3.0-or-later
import { type Clock, systemClock } from "./clock.ts";
import { describeError, isReported } from "./errors.ts";
import type { Logger } from "./log.ts";
import type { Readiness } from "./readiness.ts";

export type LoopOptions = {
  name: string;
  /** Pause between the end of a tick and the next. */
  everyMs: number;
  /** Must be idempotent, since a tick runs again after any error, crash or reorg. Ends early when `signal` aborts. */
  tick(signal: AbortSignal): Promise<unknown>;
  readiness: Readiness;
  log: Logger;
  /** The longest pause; each failure in a row doubles the pause. */
  backoffMaxMs?: number;
  /** Failures in a row after which the role is not ready; before its first good tick the role is never ready. */
  graceFailures?: number;
  /** The role is not ready after this long without a good tick. */
  staleAfterMs?: number;
  clock?: Clock;
};

export type Loop = {
  /** Ends the loop and waits for the running tick. May be called twice. */
  stop(): Promise<void>;
  /** Ticks now, or once more right after the running tick. Also cuts a backoff short. */
  wake(): void;
};

/** Runs `tick` again and again, never two at a time. A failing tick is logged, shows in readiness, and is retried. */
export function startLoop(options: LoopOptions): Loop {
  const { name, everyMs, tick, log, backoffMaxMs = 30_000, graceFailures = 3, clock = systemClock } = options;
  const check = options.readiness.check(name, {
    staleAfterMs: options.staleAfterMs ?? 60_000 + 10 * everyMs,
  });
  const stopping = new AbortController();
  let pause = new AbortController();
  let failures = 0;
  let hasSucceeded = false;

  async function run() {
    while (!stopping.signal.aborted) {
      pause = new AbortController();
      try {
        await tick(stopping.signal);
        failures = 0;
        hasSucceeded = true;
        check.ok();
      } catch (error) {
        if (stopping.signal.aborted) return;
        failures += 1;
        if (!hasSucceeded || failures >= graceFailures) check.fail(describeError(error));
        // warns of the first failure in a row only
        log[failures === 1 && !isReported(error) ? "warn" : "debug"](
          { loop: name, failures, err: error },
          "tick failed, will retry",
        );
      }
      const waitMs = failures === 0 ? everyMs : Math.min(backoffMaxMs, everyMs * 2 ** failures);
      if (!stopping.signal.aborted) await clock.sleep(waitMs, pause.signal);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      pause.abort();
      await running;
    },
    wake: () => pause.abort(),
  };
}
