// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "vitest";
import { abis } from "../agents/sdk/abis.generated.ts";
import { CONTRACTS, type Contract } from "./contracts.ts";

/** The rows of docs/SPEC.md that begin with a function's name: `Contract.one`, `two`. */
const ROWS = [...readFileSync("docs/SPEC.md", "utf8").matchAll(/^\| `(\w+)\.(\w+`[^|]*) \|/gm)];

/** The functions of a contract that the table lists, sorted. */
function listed({ name }: Contract): string[] {
  const cells = ROWS.filter(([, contract]) => contract === name).map(([, , rest]) => `\`${rest}`);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, one = ""]) => one)).sort();
}

/** The functions of a contract that change state, sorted; an overload counts once. */
function changing({ name }: Contract): string[] {
  const abi = abis[name as keyof typeof abis] as readonly {
    type: string;
    name: string;
    stateMutability: string;
  }[];
  const functions = abi.filter(
    ({ type, stateMutability }) => type === "function" && !["view", "pure"].includes(stateMutability),
  );
  return [...new Set(functions.map(({ name }) => name))].sort();
}

test.each(CONTRACTS)("docs/SPEC.md lists each function of $name that changes state", (contract) => {
  assert.deepEqual(listed(contract), changing(contract));
});
