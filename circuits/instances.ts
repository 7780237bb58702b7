// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import instances from "./circuits.json" with { type: "json" };

export type CircuitName = keyof typeof instances;

/** A circuit of a fixed size, from circuits.json. */
export interface Instance {
  /** The template's file, below circuits/. */
  file: string;
  template: string;
  params: number[];
  /** Public signals, in the verifier's order. */
  public: string[];
  /** Committed count; a rise of 1 % fails the build. */
  constraints: number;
}

export const INSTANCES: Record<CircuitName, Instance> = instances;
export const CIRCUIT_NAMES = Object.keys(instances) as CircuitName[];

/** The repository's root: circom sees no file outside it. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const BUILD_DIR = join(ROOT, "circuits", "build");

/** The files of a circuit's build. */
export function artefactsOf(name: CircuitName) {
  const at = (file: string) => join(BUILD_DIR, name, file);
  return {
    r1cs: at("circuit.r1cs"),
    wasm: at("circuit.wasm"),
    symbols: at("circuit.sym"),
    provingKey: at("proving.zkey"),
    verificationKey: at("verification.json"),
    /** Hash of the build's sources. */
    sourceHash: at("source.sha256"),
  };
}

/** The circom program whose main component is `instance`. */
export function mainOf(instance: Instance): string {
  return `pragma circom 2.1.9;
include "${instance.file}";
component main {public [${instance.public.join(", ")}]} = ${instance.template}(${instance.params.join(", ")});
`;
}
