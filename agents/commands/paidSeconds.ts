// SPDX-License-Identifier: GPL-3.0-or-later
import { type Clock, systemClock } from "../kernel/process/clock.ts";
import { createQueue } from "../kernel/process/queue.ts";

/** The most seconds that are paid before they can have played. */
const AHEAD_SEC = 20;
/** A player may play so many times as fast as life. */
const SPEED = 2;

/** The seconds that may be paid are used up. */
export class SecondsSpent extends Error {}

export type PaidSeconds = {
  /** Pays those seconds of the work that begin from `startSec` up to `endSec` and are not paid yet. Throws a SecondsSpent, and the errors of `pay`. */
  pay(startSec: number, endSec: number): Promise<void>;
  readonly count: number;
};

/**
 * Pays for what a player takes whose clock nobody sees: each second once, however often it is taken, and no faster than a player plays,
 * so that one which fetches a whole work at once spends no more than it shows.
 *
 * @param most How many seconds may be paid.
 */
export function createPaidSeconds(
  pay: () => Promise<unknown>,
  most: number,
  signal: AbortSignal,
  clock: Clock = systemClock,
): PaidSeconds {
  const paid = new Set<number>();
  const inTurn = createQueue();
  let allowedSec = AHEAD_SEC;
  let sinceMs = clock.nowMs();

  async function untilAllowed(): Promise<void> {
    for (;;) {
      const nowMs = clock.nowMs();
      allowedSec = Math.min(AHEAD_SEC, allowedSec + (SPEED * (nowMs - sinceMs)) / 1_000);
      sinceMs = nowMs;
      if (allowedSec >= 1) return;
      await clock.sleep(Math.ceil((1_000 * (1 - allowedSec)) / SPEED), signal);
      signal.throwIfAborted();
    }
  }

  return {
    get count() {
      return paid.size;
    },
    pay: (startSec, endSec) =>
      inTurn(async () => {
        for (let second = Math.floor(startSec); second < endSec; second += 1) {
          if (paid.has(second)) continue;
          if (paid.size >= most) throw new SecondsSpent(`the ${most} s that may be paid are used up`);
          await untilAllowed();
          await pay();
          paid.add(second);
          allowedSec -= 1;
        }
      }),
  };
}
