// SPDX-License-Identifier: GPL-3.0-or-later
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../compile.ts";
import { type Instance, mainOf, ROOT } from "../instances.ts";
import { type Calculator, loadCalculator } from "./calculator.ts";

/** Copies the project's circuits to `dir`, and passes each file through `change`. */
export function copyCircuits(dir: string, change: (source: string, file: string) => string): void {
  cpSync(join(ROOT, "circuits", "lib"), join(dir, "lib"), { recursive: true });
  for (const file of circuitFiles()) {
    writeFileSync(join(dir, file), change(readFileSync(join(ROOT, "circuits", file), "utf8"), file));
  }
}

/** The project's circom files, below circuits/. */
export function circuitFiles(): string[] {
  const own = (dir: string) => readdirSync(join(ROOT, "circuits", dir)).map((file) => join(dir, file));
  return [...own("."), ...own("lib")].filter((file) => file.endsWith(".circom"));
}

/**
 * Makes a calculator of all signals that goes on where a constraint does not hold, to show that the constraints refuse a
 * false witness, and not the calculator alone.
 */
export async function forgivingCalculator(instance: Instance, scratchDir: string): Promise<Calculator> {
  const sourceDir = join(scratchDir, "unchecked");
  copyCircuits(sourceDir, (source) => source.replaceAll(/^.* === .*;$/gm, ""));
  const outDir = join(scratchDir, "forgiving");
  await compile({ main: mainOf(instance), outDir, sourceDir, optimisation: 0 });
  return loadCalculator(join(outDir, "circuit.wasm"));
}

/** The signal of each wire of a compiled circuit; wire 0 is the constant. */
export function signalsByWire(symbolsFile: string): number[] {
  const signals = [0];
  for (const line of readFileSync(symbolsFile, "utf8").trim().split("\n")) {
    const [signal, wire] = line.split(",").map(Number) as [number, number];
    if (wire >= 0) signals[wire] = signal;
  }
  return signals;
}
