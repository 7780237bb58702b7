// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Instance, mainOf, ROOT } from "./instances.ts";

const CIRCUITS = join(ROOT, "circuits");
/** The packages that the keys depend on, beside the circuit's own source. */
const TOOLS = ["circom2", "circomlib", "wasmcurves"];
const CODE = ["agents/splits/field.ts", "circuits/compile.ts", "circuits/devSetup.ts"];

/** Hashes all sources of a build of `instance`: builds with the same hash are equal. */
export function sourceHash(instance: Instance): string {
  const hash = createHash("sha256");
  const add = (name: string, text: string) => hash.update(JSON.stringify([name, text]));

  add("main", mainOf(instance));
  for (const file of sourcesOf(instance)) add(file, readFileSync(join(CIRCUITS, file), "utf8"));
  for (const tool of TOOLS) {
    const manifest = readFileSync(join(ROOT, "node_modules", tool, "package.json"), "utf8");
    add(tool, (JSON.parse(manifest) as { version: string }).version);
  }
  const setup = readdirSync(join(CIRCUITS, "setup"))
    .sort()
    .map((file) => `circuits/setup/${file}`);
  for (const file of [...CODE, ...setup]) add(file, readFileSync(join(ROOT, file), "utf8"));
  return hash.digest("hex");
}

/**
 * The project's own circom files behind `instance`, below circuits/. An include that is not beside its includer is
 * circomlib's, and known by its version.
 */
export function sourcesOf({ file }: Instance): string[] {
  const found = new Set<string>();
  const visit = (path: string) => {
    if (found.has(path) || !existsSync(join(CIRCUITS, path))) return;
    found.add(path);
    const source = readFileSync(join(CIRCUITS, path), "utf8");
    for (const [, included] of source.matchAll(/^include "(.+)";/gm)) visit(join(dirname(path), included!));
  };
  visit(file);
  return [...found].sort();
}
