// SPDX-License-Identifier: GPL-3.0-or-later
import { groth16 } from "snarkjs";
import { createQueue } from "../kernel/process/queue.ts";
import { type ClaimInputs, claimSignals, type SettleInputs, type Signals, settleSignals } from "./inputs.ts";

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

/** Proves that `before` becomes `after`, by the circuit `settle`: about 3 s. */
export function proveSettle(settle: BuiltCircuit, inputs: SettleInputs): Promise<Proof> {
  return prove(settle, settleSignals(inputs));
}

/** Proves the entitlement of a position of a split's table, by the circuit `claim`: about 1 s. */
export function proveClaim(claim: BuiltCircuit, inputs: ClaimInputs): Promise<Proof> {
  return prove(claim, claimSignals(inputs));
}

/** One proof at a time: each takes all cores. */
const proofs = createQueue();

/**
 * Proves and verifies. Rejects when `signals` is no witness of the circuit, or the keys are not the circuit's.
 * Threads stay up for the next proof: call {@link stopProving} before the end of the process.
 */
export function prove(circuit: BuiltCircuit, signals: Signals): Promise<Proof> {
  return proofs(() => proveNow(circuit, signals));
}

async function proveNow(
  { wasm, provingKey, verificationKey }: BuiltCircuit,
  signals: Signals,
): Promise<Proof> {
  const { proof, publicSignals } = await groth16.fullProve(signals, wasm, provingKey);
  if (!(await groth16.verify(verificationKey, publicSignals, proof))) {
    throw new Error(
      "the proof does not verify, since the keys are not the circuit's: delete circuits/build and build again",
    );
  }
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

/** Ends the prover's threads, which would keep the process alive. The next proof starts them again. */
export function stopProving(): Promise<void> {
  return proofs(async () => {
    const { curve_bn128 } = globalThis as { curve_bn128?: { terminate(): Promise<void> } | null };
    await curve_bn128?.terminate();
  });
}
