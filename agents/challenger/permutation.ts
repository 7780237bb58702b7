// SPDX-License-Identifier: GPL-3.0-or-later
import { keccak } from "../sdk/content/keccak.ts";

const ROUNDS = 4;

/**
 * Where a secret shuffle of 0 ... size-1, drawn from `seed`, puts `position`. A Feistel network over the next power of
 * four, walked until it lands below `size`: it needs no memory, however large the size (up to 2^40), and one who sees
 * some of it cannot tell the rest.
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
