// SPDX-License-Identifier: GPL-3.0-or-later
import * as hashes from "poseidon-lite";

const byArity = hashes as unknown as Record<string, ((inputs: bigint[]) => bigint) | undefined>;

/** Circomlib's Poseidon hash of 1 to 16 field elements. */
export function poseidon(inputs: bigint[]): bigint {
  const hash = byArity[`poseidon${inputs.length}`];
  if (!hash) throw new RangeError(`Poseidon takes 1 to 16 inputs, not ${inputs.length}`);
  return hash(inputs);
}
