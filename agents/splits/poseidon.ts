// SPDX-License-Identifier: GPL-3.0-or-later
// one size a file: all of them are half a megabyte, which a page would load
import { poseidon2 } from "poseidon-lite/poseidon2";
import { poseidon16 } from "poseidon-lite/poseidon16";

const BY_ARITY: Record<number, ((inputs: bigint[]) => bigint) | undefined> = {
  2: poseidon2,
  16: poseidon16,
};

/** Circomlib's Poseidon hash of 2 or 16 field elements: the sizes that the circuits use. */
export function poseidon(inputs: bigint[]): bigint {
  const hash = BY_ARITY[inputs.length];
  if (!hash) throw new RangeError(`Poseidon takes 2 or 16 inputs, not ${inputs.length}`);
  return hash(inputs);
}
