// SPDX-License-Identifier: GPL-3.0-or-later
// Writes what each contract weighs and where it stores what, from the build output. `--check` fails when they are stale.
import { readFileSync, writeFileSync } from "node:fs";
import { CONTRACTS } from "./contracts.ts";

const target = "script/snapshots.generated.json";
/** EIP-170. */
const MAXIMUM_BYTES = 24_576;

type Variable = { label: string; slot: string; offset: number; type: string };
type Artifact = {
  deployedBytecode: { object: string };
  storageLayout: { storage: Variable[]; types: Record<string, { members?: Variable[] }> | null };
};

function snapshotOf(contract: string) {
  const path = `out/${contract}.sol/${contract}.json`;
  const { deployedBytecode, storageLayout } = JSON.parse(readFileSync(path, "utf8")) as Artifact;
  const bytes = deployedBytecode.object.length / 2 - 1;
  if (bytes > MAXIMUM_BYTES) throw new Error(`${contract} has ${bytes} bytes, above ${MAXIMUM_BYTES}`);
  return {
    bytes,
    storage: storageLayout.storage.map(drawn),
    structs: Object.fromEntries(
      Object.entries(storageLayout.types ?? {})
        .filter(([, { members }]) => members)
        .map(([type, { members = [] }]) => [plain(type), members.map(drawn)]),
    ),
  };
}

function drawn({ label, slot, offset, type }: Variable): string {
  return `${slot}+${offset} ${label}: ${plain(type)}`;
}

/** The compiler puts numbers of its own into the names of types. */
function plain(type: string): string {
  return type.replaceAll(/\)\d+/g, ")");
}

const generated = `${JSON.stringify(Object.fromEntries(CONTRACTS.map((it) => [it, snapshotOf(it)])), null, 2)}\n`;
if (!process.argv.includes("--check")) {
  writeFileSync(target, generated);
} else if (readFileSync(target, "utf8") !== generated) {
  console.error(`${target} is stale: run "npm run generate", look at what changed, and commit it`);
  process.exit(1);
}
