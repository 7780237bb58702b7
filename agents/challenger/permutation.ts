// SPDX-License-Identifier: GPL-3.0-or-later
import { keccak } from "../sdk/content/keccak.ts";

const ROUNDS = 4;

/**
 * The element at `position` in a secret shuffle of 0 ... size-1, drawn from `seed`. A Feistel network over the next power
 * of four, walked until the value is below `size`, needs no memory for any size up to 2^40, and a part of the shuffle
 * does not give away the rest.
 */
export function shuffled(seed: Uint8Array, size: number, position: number): number {
  const halfBits = Math.max(1, Math.ceil(Math.log2(size) / 2));
  const half = 2 ** halfBits;
  let value = position;
  do {
    let [left, right] = [Math.floor(value / half), value % half];
    for (let round = 0; round < ROUNDS; round++) {
      [left, right] = [right, (left ^ mix(seed, round, right)) & (half - 1)];
    }
    value = left * half + right;
  } while (value >= size);
  return value;
}

function mix(seed: Uint8Array, round: number, value: number): number {
  const input = new Uint8Array(seed.length + 5);
  input.set(seed);
  const view = new DataView(input.buffer);
  view.setUint8(seed.length, round);
  view.setUint32(seed.length + 1, value);
  return new DataView(keccak(input).buffer).getUint32(0) & 0x7fff_ffff;
}
