// SPDX-License-Identifier: GPL-3.0-or-later
// Puts a mutant's code into forge's artifacts. The tests deploy from these, so nothing but the contracts that hold the mutant is compiled.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

type Bytecode = { object: string };
type Settings = { compilationTarget: Record<string, string> };
type Artifact = {
  bytecode: Bytecode;
  deployedBytecode: Bytecode;
  metadata: { settings: Settings; sources: Record<string, unknown> };
};
/** A contract whose code comes from a file: the path of the artifact, and what forge wrote there. */
export type Holder = { path: string; text: string; source: string; name: string; artifact: Artifact };
type Output = {
  errors?: { severity: string }[];
  contracts?: Record<string, Record<string, { evm: { bytecode: Bytecode; deployedBytecode: Bytecode } }>>;
};

const solc: { compile(input: string): string } = createRequire(import.meta.url)("solc");

/** @param copy A folder that forge has built. @returns The contracts and helpers of tests that read `file`. */
export function holdersOf(copy: string, file: string): Holder[] {
  return readdirSync(join(copy, "out"), { recursive: true, encoding: "utf8" }).flatMap((at) => {
    if (!at.endsWith(".json") || at.startsWith("build-info")) return [];
    const path = join(copy, "out", at);
    const text = readFileSync(path, "utf8");
    const artifact: Artifact = JSON.parse(text);
    const [source = "", name = ""] =
      Object.entries(artifact.metadata?.settings.compilationTarget ?? {})[0] ?? [];
    if (!source || !(file in artifact.metadata.sources) || !isHolder(copy, source, file)) return [];
    return artifact.bytecode.object === "0x" ? [] : [{ path, text, source, name, artifact }];
  });
}

/** A test deploys contracts, but what it imports itself may be a part of the test. */
function isHolder(copy: string, source: string, file: string): boolean {
  if (/^(src|test\/helpers)\//.test(source)) return true;
  return source.includes("/test/fuzz/") && readFileSync(join(copy, source), "utf8").includes(`"${file}"`);
}

/** @returns Those holders whose code the mutant in `copy` changes, with the new artifact; undefined: it does not compile. */
export function compile(copy: string, holders: Holder[]): Holder[] | undefined {
  if (holders.length === 0) return [];
  const names = new Set(holders.flatMap(({ artifact }) => Object.keys(artifact.metadata.sources)));
  const sources = [...names].map((name) => [name, { content: readFileSync(join(copy, name), "utf8") }]);
  const { compilationTarget: _, ...settings } = holders[0]!.artifact.metadata.settings;
  const outputSelection: Record<string, Record<string, string[]>> = {};
  for (const { source, name } of holders)
    outputSelection[source] = {
      ...outputSelection[source],
      [name]: ["evm.bytecode.object", "evm.deployedBytecode.object"],
    };
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(sources),
    settings: { ...settings, outputSelection },
  };
  const { contracts, errors }: Output = JSON.parse(solc.compile(JSON.stringify(input)));
  if (errors?.some(({ severity }) => severity === "error")) return;
  return holders.flatMap((holder) => {
    const { bytecode, deployedBytecode } = contracts![holder.source]![holder.name]!.evm;
    if (`0x${bytecode.object}` === holder.artifact.bytecode.object) return [];
    const artifact = structuredClone(holder.artifact);
    artifact.bytecode.object = `0x${bytecode.object}`;
    artifact.deployedBytecode.object = `0x${deployedBytecode.object}`;
    return [{ ...holder, text: JSON.stringify(artifact) }];
  });
}

export function write(holders: Holder[]): void {
  for (const { path, text } of holders) writeFileSync(path, text);
}
