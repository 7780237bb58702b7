// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled contracts in the formats of forge, hardhat and truffle, with the libraries that their code names.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Abi, Address, Hex } from "viem";

type LinkReferences = Record<string, Record<string, { start: number; length: number }[]>>;
type ArtifactFile = {
  abi: Abi;
  bytecode: Hex | { object: Hex; linkReferences?: LinkReferences };
  linkReferences?: LinkReferences;
};

export type Artifact = {
  name: string;
  abi: Abi;
  /** Names of the libraries that must be linked. */
  libraries: string[];
  library(name: string): Artifact;
  linked(libraries: ReadonlyMap<string, Address>): Hex;
};

/** Reads an artifact. `libraryPath` gives the path of a named library's artifact. */
export function readArtifact(
  path: string,
  libraryPath?: (source: string, library: string) => string,
): Artifact {
  const file = JSON.parse(readFileSync(path, "utf8")) as ArtifactFile;
  const code = typeof file.bytecode === "string" ? { object: file.bytecode } : file.bytecode;
  const references = Object.entries(code.linkReferences ?? file.linkReferences ?? {}).flatMap(
    ([source, libraries]) => Object.entries(libraries).map(([name, places]) => ({ source, name, places })),
  );
  return {
    name: basename(path, ".json"),
    abi: file.abi,
    libraries: references.map(({ name }) => name),
    library(name) {
      const reference = references.find((other) => other.name === name);
      if (!reference || !libraryPath) throw new Error(`the library ${name} has no path: give libraryPath`);
      return readArtifact(libraryPath(reference.source, name), libraryPath);
    },
    linked(libraries) {
      let object = code.object.replace(/^0x/, "");
      for (const { name, places } of references) {
        const address = libraries.get(name)!.slice(2).toLowerCase();
        for (const { start } of places) {
          object = object.slice(0, 2 * start) + address + object.slice(2 * start + 40);
        }
      }
      return `0x${object}`;
    },
  };
}

type Metadata = {
  compiler: { version: string };
  settings: { optimizer: { enabled: boolean; runs: number }; evmVersion: string; viaIR?: boolean };
};

/** Compiler and settings, from solc's metadata. */
export function compilerOf({ compiler, settings }: Metadata): string {
  const { optimizer, evmVersion, viaIR } = settings;
  const version = compiler.version.replace(/\+.*/, "");
  const runs = optimizer.enabled ? `runs ${optimizer.runs.toLocaleString("en")}` : "not optimized";
  return `solc ${version}, ${viaIR ? "via-IR, " : ""}${runs}, ${evmVersion}`;
}

/** Compiler and settings of an artifact of forge. */
export function compilerOfArtifact(path: string): string {
  const { rawMetadata, metadata } = JSON.parse(readFileSync(path, "utf8"));
  return compilerOf(rawMetadata ? JSON.parse(rawMetadata) : metadata);
}
