// SPDX-License-Identifier: MIT
import { deferred } from "../wire/deferred.ts";

/** A time that passes unless it is put off. */
export type Deadline = {
  /** Resolves once `ms` have passed since the beginning, or since the last {@link putOff}. */
  passed: Promise<void>;
  putOff(): void;
  stop(): void;
};

export function createDeadline(ms: number): Deadline {
  const { promise, resolve } = deferred<void>();
  let timer = setTimeout(resolve, ms);
  return {
    passed: promise,
    putOff() {
      clearTimeout(timer);
      timer = setTimeout(resolve, ms);
    },
    stop: () => clearTimeout(timer),
  };
}
