// SPDX-License-Identifier: MIT

/**
 * A part of a schedule: of the whole, `weight` accrues evenly between two times, or at once where they are one. The
 * contracts take it as a word; see {@link encodeSchedule}.
 */
export type Step = {
  /** When it begins to accrue, in seconds. */
  from: number;
  /** When all of it is due, in seconds. */
  to: number;
  /** Its part of the sum of all weights. */
  weight: bigint;
};

/** Steps in order, none overlapping the next. */
export type Schedule = readonly Step[];

/** 365 days / 12, in seconds. */
export const MONTH_SEC = 2_628_000;

const WHOLE_BPS = 10_000;

/**
 * What has vested of `total` at `time`: what `TokenVesting` pays, to the wei.
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
 * `initialBps` of the total at `start`, nothing until `cliff`, then what has accrued of a straight line of the rest from
 * `start` to `end`. Times are in seconds.
 */
export function linearSchedule(start: number, initialBps: number, cliff: number, end: number): Schedule {
  if (!(start > 0 && start <= cliff && cliff <= end && initialBps >= 0 && initialBps <= WHOLE_BPS)) {
    throw new RangeError(
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

/** A payment at once at each of `times`, in seconds; `weights` may be the amounts themselves, which are then paid to the wei. */
export function trancheSchedule(tranches: readonly { time: number; weight: bigint }[]): Schedule {
  return tranches.map(({ time, weight }) => ({ from: time, to: time, weight }));
}

/** The schedule of every allocation of STREAM: 10 % at launch, nothing until month 12, a straight line from launch to month 36. */
export function officialSchedule(launch: number): Schedule {
  return linearSchedule(launch, 1_000, launch + 12 * MONTH_SEC, launch + 36 * MONTH_SEC);
}

/** The words that the contracts take for a schedule: see `src/types/VestingSchedule.sol`. */
export function encodeSchedule(schedule: Schedule): bigint[] {
  return schedule.map(({ from, to, weight }) => (BigInt(from) << 136n) | (BigInt(to) << 96n) | weight);
}
