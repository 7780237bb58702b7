// SPDX-License-Identifier: GPL-3.0-or-later
import { spawn } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ROOT } from "./instances.ts";

export interface CompileParameters {
  /** The circom program; see `mainOf`. */
  main: string;
  /** Directory below the repository's root; gets circuit.{r1cs,wasm,sym}. */
  outDir: string;
  /** Simplification, 0 to 2. @default 2 */
  optimisation?: 0 | 1 | 2;
  /** The directory of includes, searched before circomlib. @default circuits/ */
  sourceDir?: string;
  /** Makes a witness calculator beside the constraints. @default true */
  calculator?: boolean;
}

const COMPILER = createRequire(import.meta.url).resolve("circom2/cli.js");
const CIRCOMLIB = "node_modules/circomlib/circuits";

/** Compiles a circom program. Rejects with the compiler's output. */
export async function compile({
  main,
  outDir,
  optimisation = 2,
  sourceDir = join(ROOT, "circuits"),
  calculator = true,
}: CompileParameters): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  const mainFile = join(outDir, "circuit.circom");
  writeFileSync(mainFile, main);

  // the compiler is WebAssembly and sees one directory, so every path is relative to that directory
  const within = (path: string) => relative(ROOT, path);
  await run([
    ...[within(mainFile), "--output", within(outDir), `--O${optimisation}`, "--r1cs", "--sym"],
    ...["-l", within(sourceDir), "-l", CIRCOMLIB],
    ...(calculator ? ["--wasm"] : []),
  ]);
  if (!calculator) return;
  renameSync(join(outDir, "circuit_js", "circuit.wasm"), join(outDir, "circuit.wasm"));
  rmSync(join(outDir, "circuit_js"), { recursive: true });
}

function run(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMPILER, ...args], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const end = () => child.kill("SIGKILL");
    process.once("exit", end);
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("exit", end);
      if (code === 0) resolve();
      else
        reject(new Error(`circom could not compile ${args[0]}:\n${stripVTControlCharacters(output).trim()}`));
    });
  });
}
