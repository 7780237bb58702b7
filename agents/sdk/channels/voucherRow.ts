// SPDX-License-Identifier: MIT
import { type Address, concatHex, type Hex, numberToHex } from "viem";
import { packSignature } from "../chain/signature.ts";

/** Bytes of a row of `settle`, one a channel. */
export const ROW_BYTES = 104;

export type PackRowParameters = { payer: Address; salt: bigint; cumulative: bigint; signature: Hex };

/** Packs a voucher into a row of `settle`: `payer 20 ‖ salt 8 ‖ cumulative 12 ‖ r 32 ‖ vs 32`. */
export function packRow({ payer, salt, cumulative, signature }: PackRowParameters): Hex {
  return concatHex([
    payer,
    numberToHex(salt, { size: 8 }),
    numberToHex(cumulative, { size: 12 }),
    packSignature(signature),
  ]);
}
