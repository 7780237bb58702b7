// SPDX-License-Identifier: MIT
import { type Hex, hexToBigInt, size, slice } from "viem";

/** What one channel has paid in all. */
export type SettledClaim = { channelId: Hex; claimed: bigint };

const CLAIM_BYTES = 44;

/**
 * Reads the `claims` of a Settled event: what each channel that paid has paid in all.
 *
 * @example
 * for (const { channelId, claimed } of settledClaims(log.args.claims)) console.log(channelId, claimed);
 */
export function settledClaims(claims: Hex): SettledClaim[] {
  return Array.from({ length: size(claims) / CLAIM_BYTES }, (_, index) => {
    const at = index * CLAIM_BYTES;
    return {
      channelId: slice(claims, at, at + 32),
      claimed: hexToBigInt(slice(claims, at + 32, at + CLAIM_BYTES)),
    };
  });
}
