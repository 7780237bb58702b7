// SPDX-License-Identifier: GPL-3.0-or-later
import { createKeccak } from "hash-wasm";
import { MAXIMUM_TICKS } from "../sdk/channels/tickChain.ts";

/** How far a voucher's hash chain is known: `tick`, 32 bytes, hashed `count` times gives the root. */
export type KnownTick = { tick: Uint8Array; count: number };

/** Says whether `next` comes after `known` in its chain: hashes up from it, as far as what is known. */
export type VerifyTicks = (next: KnownTick, known: KnownTick) => boolean;

/** Makes the check of ticks. It costs a hash for each new tick, and no signature. */
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
