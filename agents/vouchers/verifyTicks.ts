// SPDX-License-Identifier: GPL-3.0-or-later
import { createKeccak } from "hash-wasm";
import { MAXIMUM_TICKS } from "../sdk/channels/tickChain.ts";

/** A tick of a voucher's hash chain: `tick`, 32 bytes, hashed `count` times gives the root. */
export type KnownTick = { tick: Uint8Array; count: number };

/** Whether `next` comes after `known` in the chain: hashes `next` up to the known tick. */
export type VerifyTicks = (next: KnownTick, known: KnownTick) => boolean;

/** Makes the check of ticks. A check costs a hash for each new tick, and no signature. */
export async function createVerifyTicks(): Promise<VerifyTicks> {
  const hasher = await createKeccak(256);

  return (next, known) => {
    if (!(next.count > known.count && next.count <= MAXIMUM_TICKS)) return false;
    let { tick } = next;
    for (let left = next.count - known.count; left > 0; left--) {
      tick = hasher.init().update(tick).digest("binary");
    }
    return Buffer.compare(tick, known.tick) === 0;
  };
}
