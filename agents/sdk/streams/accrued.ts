// SPDX-License-Identifier: MIT
import type { Stream, StreamStatus } from "./stream.ts";

const RATE_PLACES = 16n;

/**
 * Computes the accrued money of a stream at `timeSec`, in wei, as the contract would, without a call.
 *
 * @example
 * const stream = await client.stream.getStream({ key });
 * setInterval(() => show(accruedAt(stream, Date.now() / 1_000)), 100);
 */
export function accruedAt(stream: Stream, timeSec: number): bigint {
  return accruedScaled(stream, timeSec) >> RATE_PLACES;
}

/** @returns The viewer's refund if the stream ended at `timeSec`, in wei. */
export function refundableAt(stream: Stream, timeSec: number): bigint {
  return stream.funds - accruedAt(stream, timeSec);
}

/** @returns The part that the viewer can take back of an open stream at `timeSec`, in wei. */
export function unspentAt(stream: Stream, timeSec: number): bigint {
  return ((stream.funds << RATE_PLACES) - accruedScaled(stream, timeSec)) >> RATE_PLACES;
}

/**
 * Computes the time at which the last of the funds accrues, in seconds; for a paused stream, if resumed at `timeSec`; 0
 * for a stream that is not open.
 */
export function depletionTimeOf(stream: Stream, timeSec: number): number {
  const { funds, rate, remainder, since, paused } = stream;
  if (rate === 0n) return 0;
  const left = (funds << RATE_PLACES) - BigInt(remainder);
  const startedAt = paused ? Math.floor(timeSec) - since : since;
  return Number(BigInt(startedAt) + (left + rate - 1n) / rate);
}

/** @returns The contract's status of a stream at `timeSec`. */
export function statusOfStream(stream: Stream, timeSec: number): StreamStatus {
  if (stream.rate === 0n) return "none";
  if (accruedAt(stream, timeSec) === stream.funds) return "depleted";
  return stream.paused ? "paused" : "streaming";
}

function accruedScaled(stream: Stream, timeSec: number): bigint {
  const { funds, rate, remainder } = stream;
  const flowed = rate * BigInt(elapsed(stream, timeSec)) + BigInt(remainder);
  const all = funds << RATE_PLACES;
  return flowed < all ? flowed : all;
}

/** The seconds that the rate has counted; 0 by a clock that lags behind the chain. */
function elapsed({ since, paused }: Stream, timeSec: number): number {
  return paused ? since : Math.max(0, Math.floor(timeSec) - since);
}
