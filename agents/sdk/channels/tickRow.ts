// SPDX-License-Identifier: MIT
import { type Address, concatHex, type Hex, numberToHex } from "viem";
import { packSignature } from "../chain/signature.ts";
import type { RevealedTick, TickVoucher } from "./tickVoucher.ts";

/** Bytes of a row of `settleTicks`, one a channel. */
export const TICK_ROW_BYTES = 149;

export type PackTickRowParameters = { payer: Address; salt: bigint } & Omit<TickVoucher, "tickRoot"> &
  RevealedTick;

/**
 * Packs a ticked voucher into a row of `settleTicks`:
 * `payer 20 ‖ salt 8 ‖ cumulative 12 ‖ tickValue 12 ‖ ticks 1 ‖ tick 32 ‖ r 32 ‖ vs 32`.
 */
export function packTickRow(parameters: PackTickRowParameters): Hex {
  const { payer, salt, cumulative, tickValue, count, tick, signature } = parameters;
  return concatHex([
    payer,
    numberToHex(salt, { size: 8 }),
    numberToHex(cumulative, { size: 12 }),
    numberToHex(tickValue, { size: 12 }),
    numberToHex(count, { size: 1 }),
    tick,
    packSignature(signature),
  ]);
}
