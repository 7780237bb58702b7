// SPDX-License-Identifier: MIT
import { InvalidInput } from "../errors/InvalidInput.ts";

const SLOT_BITS = 8n;
const SPLIT_BITS = 64n;

/** @returns The segment that holds `split`: its id without the low byte. */
export function segmentOfSplit(split: bigint): bigint {
  return split >> SLOT_BITS;
}

/** @returns The leaf of `split` in its segment's tree, 0 to 255. */
export function slotOfSplit(split: bigint): number {
  return Number(split & 0xffn);
}

/**
 * Names the split at `slot` of `segment`.
 *
 * @param segment 0 to 2^56 - 1.
 * @param slot 0 to 255.
 */
export function splitIdOf(segment: bigint, slot: number): bigint {
  if (!Number.isInteger(slot) || slot < 0 || slot > 0xff)
    throw new InvalidInput(`slot ${slot} is not 0 to 255`);
  return assertSplitId((segment << SLOT_BITS) | BigInt(slot));
}

/** @returns `split`; throws an InvalidInput for a number that is not a uint64. */
export function assertSplitId(split: bigint): bigint {
  if (split < 0n || split >> SPLIT_BITS !== 0n) throw new InvalidInput(`split id ${split} is not a uint64`);
  return split;
}
