// SPDX-License-Identifier: MIT
import type { Stream, StreamStatus } from "./stream.ts";

const RATE_PLACES = 16n;

/**
 * What the payee of a stream could be paid at `timeSec`, in wei: what the contract says, without asking it again.
 *
 * @example
 * const stream = await readStream(client, { streamingProtocol, key });
 * setInterval(() => show(accruedAt(stream, Date.now() / 1_000)), 100);
 */
export function accruedAt(stream: Stream, timeSec: number): bigint {
  return accruedScaled(stream, timeSec) >> RATE_PLACES;
}

/** @returns What the viewer would be refunded at `timeSec`, in wei. */
export function refundableAt(stream: Stream, timeSec: number): bigint {
  return stream.funds - accruedAt(stream, timeSec);
}

/**
 * When the last of the funds accrues, in seconds; for a paused stream, if it were resumed at `timeSec`; 0 for one that is
 * not open.
 */
export function depletionTimeOf(stream: Stream, timeSec: number): number {
  const { funds, rate, remainder, since, paused } = stream;
  if (rate === 0n) return 0;
  const left = (funds << RATE_PLACES) - BigInt(remainder);
  const startedAt = paused ? Math.floor(timeSec) - since : since;
  return Number(BigInt(startedAt) + (left + rate - 1n) / rate);
}

/** @returns What the contract says of a stream at `timeSec`. */
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

/** For how long it has run since the last payment. A clock that lags behind the chain has seen none of it. */
function elapsed({ since, paused }: Stream, timeSec: number): number {
  return paused ? since : Math.max(0, Math.floor(timeSec) - since);
}
