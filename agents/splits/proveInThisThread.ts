// SPDX-License-Identifier: GPL-3.0-or-later
import { groth16 } from "snarkjs";
import type { Signals } from "./inputs.ts";
import { type BuiltCircuit, type Proof, proofOf } from "./proof.ts";

/**
 * Proves in the calling thread, as a page's worker must: snarkjs starts threads from text, which a strict policy refuses. The proof
 * is not verified; whatever takes the proof does that.
 */
export async function proveInThisThread(
  { wasm, provingKey }: Pick<BuiltCircuit, "wasm" | "provingKey">,
  signals: Signals,
): Promise<Proof> {
  const alone = { singleThread: true };
  const { proof, publicSignals } = await groth16.fullProve(
    signals,
    wasm,
    provingKey,
    undefined,
    undefined,
    alone,
  );
  return proofOf(proof, publicSignals);
}
