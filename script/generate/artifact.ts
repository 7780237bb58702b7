// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Contract } from "../contracts.ts";

export type Variable = { label: string; slot: string; offset: number; type: string };
export type Artifact = {
  abi: unknown;
  deployedBytecode: { object: string };
  storageLayout: { storage: Variable[]; types: Record<string, { members?: Variable[] }> | null };
};

/** Reads forge's build of a contract. */
export function artifactOf({ source }: Contract): Artifact {
  const file = basename(source);
  return JSON.parse(readFileSync(`out/${file}/${basename(file, ".sol")}.json`, "utf8")) as Artifact;
}
