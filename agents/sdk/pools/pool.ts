// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";
import type { Payee } from "../chain/payee.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { assertRate, depositOver, type Rate } from "../streams/rate.ts";

/** The key of a pool, which sums streams of one content. */
export type PoolKey = { contentId: Hex; payee: Payee; token: Address };

/** A viewer's stream in a pool. `endsAt` in seconds; 0 for none. An ended seat stays until the viewer takes another. */
export type Seat = { rate: Rate; endsAt: number };

const DAY_SEC = 86_400;
const keyParameters = [{ type: "bytes32" }, { type: "bytes32" }, { type: "address" }] as const;

/** @returns The id that names the pool in views and events. */
export function poolIdOf({ contentId, payee, token }: PoolKey): Hex {
  return keccak256(encodeAbiParameters(keyParameters, [contentId, payee, token]));
}

/** @returns The day, since the Unix epoch, that `timeSec` falls in. */
export function dayOf(timeSec: number): number {
  return Math.floor(timeSec / DAY_SEC);
}

export type SeatPriceParameters = { rate: Rate; lastDay: number; timeSec: number };

/** @returns The price of a seat from `timeSec` until the end of `lastDay`, in wei. */
export function seatPrice({ rate, lastDay, timeSec }: SeatPriceParameters): bigint {
  const seconds = (lastDay + 1) * DAY_SEC - Math.floor(timeSec);
  if (seconds <= 0) throw new InvalidInput(`day ${lastDay} is over`);
  return depositOver(assertRate(rate), seconds);
}
