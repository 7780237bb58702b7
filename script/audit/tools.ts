// SPDX-License-Identifier: GPL-3.0-or-later
// Installs the auditors' tools into .cache/audit/, from Python's and Rust's registries: minutes the first time, nothing after.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

export const HOME = ".cache/audit";
const REQUIREMENTS = "script/audit/requirements.txt";
const CIRCOMSPECT = "0.9.0";
const STAMP = `${HOME}/installed`;

/** The path of an installed tool. */
export const tool = (name: string): string =>
  name === "circomspect" ? `${HOME}/cargo/bin/circomspect` : `${HOME}/venv/bin/${name}`;

/** @throws Error with the missing program and the way to get it. */
export function installTools(): void {
  const wanted = `${readFileSync(REQUIREMENTS, "utf8")}circomspect==${CIRCOMSPECT}\n`;
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  mkdirSync(HOME, { recursive: true });
  installPython(`${HOME}/venv`, ["--requirement", REQUIREMENTS]);
  const cargo = ["install", "--quiet", "--locked", `circomspect@${CIRCOMSPECT}`, "--root", `${HOME}/cargo`];
  run("cargo", cargo, "Install Rust and cargo 1.75 or later.");
  writeFileSync(STAMP, wanted);
}

/** Makes a virtual environment of Python at `venv`, and installs what pip's arguments name. Throws an Error with the way to mend it. */
export function installPython(venv: string, wanted: readonly string[]): void {
  run("python3", ["-m", "venv", venv], "Install Python 3.11 or later, with its venv module.");
  run(`${venv}/bin/pip`, ["install", "--quiet", ...wanted], "Python's registry must answer.");
}

function run(command: string, args: string[], advice: string): void {
  try {
    execFileSync(command, args, { stdio: "inherit" });
  } catch (error) {
    throw new Error(`${command} could not install the tools. ${advice}`, { cause: error });
  }
}
