// SPDX-License-Identifier: GPL-3.0-or-later
import { CONTRACTS, type Contract } from "../contracts.ts";
import { artifactOf, type Variable } from "./artifact.ts";
import type { Generated } from "./generated.ts";

/** EIP-170. */
const MAXIMUM_BYTES = 24_576;

/** Generates each contract's size and storage layout. Review the changes before a commit. */
export function snapshots(): Generated {
  const byName = Object.fromEntries(CONTRACTS.map((contract) => [contract.name, snapshotOf(contract)]));
  return { "script/snapshots.generated.json": `${JSON.stringify(byName, null, 2)}\n` };
}

function snapshotOf(contract: Contract) {
  const { deployedBytecode, storageLayout } = artifactOf(contract);
  const bytes = deployedBytecode.object.length / 2 - 1;
  if (bytes > MAXIMUM_BYTES) throw new Error(`${contract.name} has ${bytes} bytes, above ${MAXIMUM_BYTES}`);
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

/** Strips the numbers that the compiler puts into the names of types. */
function plain(type: string): string {
  return type.replaceAll(/\)\d+/g, ")");
}
