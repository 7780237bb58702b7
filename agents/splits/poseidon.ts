// SPDX-License-Identifier: GPL-3.0-or-later
import { buildPoseidon } from "circomlibjs";

const hash = await buildPoseidon();

/** Circomlib's Poseidon hash of 1 to 16 field elements. */
export function poseidon(inputs: bigint[]): bigint {
  return hash.F.toObject(hash(inputs));
}
