// SPDX-License-Identifier: MIT
import { type Hex, hexToBigInt, size, slice } from "viem";

/** One channel's total paid, in wei since it opened. */
export type SettledChannel = { channelId: Hex; settled: bigint };

const SUM_BYTES = 44;

/**
 * Reads the `sums` of a Settled event: the total paid by each channel that paid.
 *
 * @example
 * for (const { channelId, settled } of settledChannels(log.args.sums)) console.log(channelId, settled);
 */
export function settledChannels(sums: Hex): SettledChannel[] {
  return Array.from({ length: size(sums) / SUM_BYTES }, (_, index) => {
    const at = index * SUM_BYTES;
    return {
      channelId: slice(sums, at, at + 32),
      settled: hexToBigInt(slice(sums, at + 32, at + SUM_BYTES)),
    };
  });
}
