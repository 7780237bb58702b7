// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, readFileSync } from "node:fs";
import { groth16 } from "snarkjs";
import { artefactsOf, type CircuitName } from "../../circuits/instances.ts";
import {
  type ClaimStatement,
  claimSignals,
  type SettleStatement,
  type Signals,
  settleSignals,
} from "./statements.ts";

type Pair = readonly [bigint, bigint];

/** A Groth16 proof, as the Solidity verifiers take it. */
export interface Proof {
  a: Pair;
  b: readonly [Pair, Pair];
  c: Pair;
  /** In the verifier's order. */
  publicSignals: bigint[];
}

/** Proves that `before` becomes `after`: about 3 s. */
export function proveSettle(statement: SettleStatement): Promise<Proof> {
  return prove("settle", settleSignals(statement));
}

/** Proves what a position of a split's table is owed: about 1 s. */
export function proveClaim(statement: ClaimStatement): Promise<Proof> {
  return prove("claim", claimSignals(statement));
}

/** One proof at a time: each takes all cores. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Proves and verifies. Rejects when the circuits are not built, or `signals` is no witness of the circuit.
 * Threads stay up for the next proof: call {@link stopProving} before the process is to end.
 */
export function prove(name: CircuitName, signals: Signals): Promise<Proof> {
  const proof = last.then(() => proveNow(name, signals));
  last = proof.catch(() => {});
  return proof;
}

async function proveNow(name: CircuitName, signals: Signals): Promise<Proof> {
  const { wasm, provingKey, verificationKey } = artefactsOf(name);
  for (const file of [wasm, provingKey, verificationKey]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: build the circuits (node circuits/build.ts)`);
  }
  const { proof, publicSignals } = await groth16.fullProve(signals, wasm, provingKey);
  const key: unknown = JSON.parse(readFileSync(verificationKey, "utf8"));
  if (!(await groth16.verify(key, publicSignals, proof))) {
    throw new Error(
      `the ${name} proof does not verify: the build is damaged, delete circuits/build and build again`,
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
export async function stopProving(): Promise<void> {
  await last;
  const { curve_bn128 } = globalThis as { curve_bn128?: { terminate(): Promise<void> } | null };
  await curve_bn128?.terminate();
}
