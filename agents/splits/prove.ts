// SPDX-License-Identifier: GPL-3.0-or-later
import { groth16 } from "snarkjs";
import { createQueue } from "../kernel/process/queue.ts";
import { type ClaimInputs, claimSignals, type SettleInputs, type Signals, settleSignals } from "./inputs.ts";
import { type BuiltCircuit, type Proof, proofOf } from "./proof.ts";

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
  return proofOf(proof, publicSignals);
}

/** Ends the prover's threads, which would keep the process alive. The next proof starts them again. */
export function stopProving(): Promise<void> {
  return proofs(async () => {
    const { curve_bn128 } = globalThis as { curve_bn128?: { terminate(): Promise<void> } | null };
    await curve_bn128?.terminate();
  });
}
