// SPDX-License-Identifier: GPL-3.0-or-later
import type { Groth16Proof, PublicSignals } from "snarkjs";

type Pair = readonly [bigint, bigint];

/** A Groth16 proof, in the form of the Solidity verifiers. */
export interface Proof {
  a: Pair;
  b: readonly [Pair, Pair];
  c: Pair;
  /** In the verifier's order. */
  publicSignals: bigint[];
}

/** A circuit and its keys. In Node, circuits/builtCircuit.ts finds them; a page names where they are served. */
export interface BuiltCircuit {
  /** The witness calculator: path, URL or bytes. */
  wasm: string | Uint8Array;
  /** The proving key: path, URL or bytes. */
  provingKey: string | Uint8Array;
  /** The verification key, as snarkjs writes it. */
  verificationKey: object;
}

/** Reads what snarkjs gives. */
export function proofOf(proof: Groth16Proof, publicSignals: PublicSignals): Proof {
  const pair = ([x, y]: readonly unknown[]): Pair => [BigInt(x as string), BigInt(y as string)];
  // the precompile takes the two parts of a coordinate in the other order
  const swapped = ([x, y]: readonly unknown[]): Pair => pair([y, x]);
  return {
    a: pair(proof.pi_a),
    b: [swapped(proof.pi_b[0]!), swapped(proof.pi_b[1]!)],
    c: pair(proof.pi_c),
    publicSignals: publicSignals.map(BigInt),
  };
}
