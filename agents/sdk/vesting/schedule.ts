// SPDX-License-Identifier: MIT
import { InvalidInput } from "../errors/InvalidInput.ts";

/**
 * A step of a schedule: a part of the whole, by `weight`, accrues evenly between two times, or at once where they are
 * equal. The contracts take a step as a word; see {@link encodeSchedule}.
 */
export type Step = {
  /** The start of accrual, in seconds. */
  from: number;
  /** The time at which the step is due in full, in seconds. */
  to: number;
  /** The step's part of the sum of all weights. */
  weight: bigint;
};

/** Steps in order, none overlapping the next. */
export type Schedule = readonly Step[];

/** 365 days / 12, in seconds. */
export const MONTH_SEC = 2_628_000;

const WHOLE_BPS = 10_000;

/**
 * Computes the vested part of `total` at `time`, equal to `TokenVesting` to the wei.
 *
 * @param total In wei.
 * @param time In seconds.
 * @example
 * vestedAt(officialSchedule(launch), 1_000n, launch + 24 * MONTH_SEC) // 700n
 */
export function vestedAt(schedule: Schedule, total: bigint, time: number): bigint {
  let whole = 0n;
  let due = 0n;
  let accruing = 0n;
  let span = 1n;
  for (const { from, to, weight } of schedule) {
    whole += weight;
    if (time >= to) due += weight;
    else if (time > from) {
      accruing = weight * BigInt(time - from);
      span = BigInt(to - from);
    }
  }
  return (total * (due * span + accruing)) / (whole * span);
}

/**
 * Makes a linear schedule: `initialBps` of the total at `start`, nothing until `cliff`, then the accrued part of a straight
 * line of the rest from `start` to `end`. Times are in seconds.
 */
export function linearSchedule(start: number, initialBps: number, cliff: number, end: number): Schedule {
  if (!(start > 0 && start <= cliff && cliff <= end && initialBps >= 0 && initialBps <= WHOLE_BPS)) {
    throw new InvalidInput(
      "a schedule starts, then comes to its cliff, then to its end; its parts are 0 to 10,000",
    );
  }
  const lineBps = WHOLE_BPS - initialBps;
  const at = (from: number, to: number, bps: number, span: number): Step => ({
    from,
    to,
    weight: BigInt(bps) * BigInt(span),
  });
  return [
    at(start, start, initialBps, end - start || 1),
    at(cliff, cliff, lineBps, start === end ? 1 : cliff - start),
    at(cliff, end, lineBps, end - cliff),
  ].filter(({ weight }) => weight > 0n);
}

/** Makes a schedule of single payments. `time` in seconds; with the amounts as `weight`, each is paid to the wei. */
export function trancheSchedule(tranches: readonly { time: number; weight: bigint }[]): Schedule {
  return tranches.map(({ time, weight }) => ({ from: time, to: time, weight }));
}

/** The schedule of every allocation of STREAM: 10 % at launch, nothing until month 12, a straight line from launch to month 36. */
export function officialSchedule(launch: number): Schedule {
  return linearSchedule(launch, 1_000, launch + 12 * MONTH_SEC, launch + 36 * MONTH_SEC);
}

/** Encodes a schedule for the contracts: see `src/types/VestingSchedule.sol`. */
export function encodeSchedule(schedule: Schedule): bigint[] {
  return schedule.map(({ from, to, weight }) => (BigInt(from) << 136n) | (BigInt(to) << 96n) | weight);
}
