// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "../agents/kernel/process/lock.ts";
import { compile } from "./compile.ts";
import { devSetup } from "./devSetup.ts";
import {
  artefactsOf,
  BUILD_DIR,
  CIRCUIT_NAMES,
  type CircuitName,
  INSTANCES,
  mainOf,
  ROOT,
} from "./instances.ts";
import { readR1cs } from "./setup/r1cs.ts";
import type { VerificationKey } from "./setup/verificationKey.ts";
import { sourceHash } from "./sourceHash.ts";
import { solidityVerifier } from "./verifier.ts";

export interface BuildParameters {
  /** Called with a line of progress. @default silent */
  log?: (line: string) => void;
}

/** The prefix of an unfinished build's directory, of one process alone; a rename finishes the build. */
const UNFINISHED = ".building-";
const ALLOWED_GROWTH = 1.01;

/**
 * Compiles every circuit of circuits.json, makes its development keys and writes its Solidity verifier. Builds of
 * unchanged sources are kept. Several processes may call this at once, and be killed at any time.
 * Rejects when a circuit does not compile, or has grown by 1 % over its committed constraint count.
 */
export async function buildCircuits({ log = () => {} }: BuildParameters = {}): Promise<void> {
  mkdirSync(BUILD_DIR, { recursive: true });
  const lock = join(BUILD_DIR, ".lock");
  const waiting = (pid?: number) => log(`circuits: process ${pid} is building the circuits, waiting`);
  await withLock(lock, waiting, async () => {
    removeLeftovers();
    for (const name of CIRCUIT_NAMES) {
      await buildCircuit(name, log);
      writeVerifier(name, log);
    }
  });
}

async function buildCircuit(name: CircuitName, log: (line: string) => void): Promise<void> {
  const instance = INSTANCES[name];
  const hash = sourceHash(instance);
  if (readIfAny(artefactsOf(name).sourceHash) === hash) return log(`circuits: ${name} is up to date`);

  const outDir = join(BUILD_DIR, `${UNFINISHED}${process.pid}-${name}`);
  log(`circuits: compiling ${name}, ${instance.constraints} constraints`);
  const elapsedSec = stopwatch();
  await compile({ main: mainOf(instance), outDir });
  const circuit = readR1cs(join(outDir, "circuit.r1cs"));
  checkCount(name, circuit.constraints.length);
  log(`circuits: ${name} compiled in ${elapsedSec()} s, making DEVELOPMENT keys (their secret is public)`);

  const setupSec = stopwatch();
  const key = devSetup(circuit, join(outDir, "proving.zkey"));
  writeFileSync(join(outDir, "verification.json"), `${JSON.stringify(key, null, 1)}\n`);
  writeFileSync(join(outDir, "source.sha256"), hash);
  const finished = join(BUILD_DIR, name);
  rmSync(finished, { recursive: true, force: true });
  renameSync(outDir, finished);
  log(`circuits: ${name} has its keys after ${setupSec()} s`);
}

function checkCount(name: CircuitName, count: number): void {
  const committed = INSTANCES[name].constraints;
  if (count <= committed * ALLOWED_GROWTH) return;
  throw new Error(
    `${name} has grown from ${committed} constraints to ${count}, more than 1 %. ` +
      "Make the circuit smaller, or commit the new count in circuits/circuits.json and say why.",
  );
}

function writeVerifier(name: CircuitName, log: (line: string) => void): void {
  const file = verifierFile(name);
  const source = generatedVerifier(name);
  if (readIfAny(file) === source) return;
  mkdirSync(join(ROOT, "src", "verifiers"), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, source);
  renameSync(unfinished, file);
  log(`circuits: wrote ${file.slice(ROOT.length)}`);
}

/** The path of a circuit's committed Solidity verifier. */
export function verifierFile(name: CircuitName): string {
  return join(ROOT, "src", "verifiers", `${contractName(name)}.sol`);
}

/** The Solidity verifier for the keys of the last build. */
export function generatedVerifier(name: CircuitName): string {
  const key = JSON.parse(readFileSync(artefactsOf(name).verificationKey, "utf8")) as VerificationKey;
  return solidityVerifier({
    contract: contractName(name),
    source: INSTANCES[name].file,
    setup: "development",
    key,
  });
}

function contractName(name: CircuitName): string {
  return `${name[0]!.toUpperCase()}${name.slice(1)}Verifier`;
}

/** Removes unfinished builds. The lock's holder is alone, so a dead process left them. */
function removeLeftovers(): void {
  for (const entry of readdirSync(BUILD_DIR)) {
    if (entry.startsWith(UNFINISHED)) rmSync(join(BUILD_DIR, entry), { recursive: true, force: true });
  }
}

function readIfAny(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function stopwatch(): () => string {
  const start = performance.now();
  return () => ((performance.now() - start) / 1000).toFixed(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // an exit of this process takes the compiler along
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  try {
    await buildCircuits({ log: console.log });
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
