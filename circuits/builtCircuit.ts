// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../agents/kernel/process/errors.ts";
import type { BuiltCircuit } from "../agents/splits/proof.ts";
import { artefactsOf, type CircuitName } from "./instances.ts";

/** Finds a circuit in circuits/build. Throws a UserError when the circuits are not built. */
export function builtCircuit(name: CircuitName): BuiltCircuit {
  const { wasm, provingKey, verificationKey } = artefactsOf(name);
  for (const file of [wasm, provingKey, verificationKey]) {
    if (!existsSync(file))
      throw new UserError(
        `The circuits are not built: ${file} is missing.`,
        "Run `npm run build`, a minute or so.",
      );
  }
  return { wasm, provingKey, verificationKey: JSON.parse(readFileSync(verificationKey, "utf8")) };
}
