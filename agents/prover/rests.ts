// SPDX-License-Identifier: GPL-3.0-or-later
import { describeError } from "../kernel/process/errors.ts";
import type { Check } from "../kernel/process/readiness.ts";
import { type BatchPlace, nameOf } from "./turns.ts";

/** A batch rests so long after a failure that is its own. */
const REST_SEC = 30;

/** Batches that are left alone for a while, so that one that fails keeps no other back. `check` shows their failures. */
export function createRests(check: Check, nowSec: () => number) {
  const resting = new Map<string, number>();
  const failures = new Map<string, string>();

  return {
    /** The time in seconds until which each batch rests. */
    resting: resting as ReadonlyMap<string, number>,

    rest(place: BatchPlace, untilSec: number): void {
      resting.set(nameOf(place), untilSec);
    },

    /** Does work on a batch, and lets the batch rest after a failure that is its own. */
    async trying<Result>(
      place: BatchPlace,
      isOwn: (error: unknown) => boolean,
      work: () => Promise<Result>,
    ): Promise<Result> {
      const name = nameOf(place);
      try {
        const result = await work();
        failures.delete(name);
        return result;
      } catch (error) {
        if (isOwn(error)) {
          resting.set(name, nowSec() + REST_SEC);
          failures.set(name, describeError(error));
        }
        throw error;
      }
    },

    /** Forgets every batch that does not wait any more. */
    keep(waiting: ReadonlySet<string>): void {
      for (const kept of [resting, failures])
        for (const name of kept.keys()) if (!waiting.has(name)) kept.delete(name);
      const [failure] = failures.values();
      if (failure === undefined) check.ok();
      else check.fail(failure);
    },
  };
}
