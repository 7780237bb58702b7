// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "vitest";
import { FOR_PAGES, type Imports, importsOf, ROOMS, readImports, roomOf, violationsOf } from "./layers.ts";

const FILES = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "agents", "circuits"])
  .toString()
  .split("\n")
  .filter((file) => /\.(tsx?|mjs)$/.test(file) && existsSync(file));
const imports = readImports(FILES);

test("every room imports downwards only", () => {
  assert.deepEqual(violationsOf(imports), []);
});

test("no file for pages uses what Node alone has", () => {
  const own = FILES.filter((file) => FOR_PAGES.includes(roomOf(file) ?? ""));
  const shipped = own.filter((file) => !/\.test\.ts$|\/(testing|examples|node)\//.test(file));
  assert.ok(shipped.length > 100);
  const isOfNode = (line: string) => /\b(Buffer|process|require|setImmediate)\b[.([]/.test(line);
  const isComment = (line: string) => /^\s*(\*|\/[/*])/.test(line);
  const found = shipped.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => isOfNode(line) && !isComment(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  assert.deepEqual(found, []);
});

test("the SDK uses the packages that its package.json names, and no other", () => {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync("agents/sdk/package.json", "utf8"));
  const named = Object.keys({ ...dependencies, ...peerDependencies });
  const used = new Set(
    [...imports]
      .filter(([file]) => roomOf(file) === "sdk" && !/\.test\.ts$|\/(testing|examples)\//.test(file))
      .flatMap(([, found]) => found.map(({ target }) => target))
      .filter((target) => !target.startsWith("agents/") && !target.startsWith("node:"))
      .map((target) =>
        target
          .split("/")
          .slice(0, target.startsWith("@") ? 2 : 1)
          .join("/"),
      ),
  );
  assert.deepEqual([...used].sort(), named.sort());
});

describe("the check finds", () => {
  const PLANTED: Record<string, [file: string, line: string, found: RegExp]> = {
    "an import that leads up": [
      "agents/kernel/chain/logs.ts",
      'import { startProver } from "../../prover/service.ts";',
      /kernel\/chain may not import prover/,
    ],
    "a role that imports a role": [
      "agents/edge/service.ts",
      'export { x } from "../prover/policy.ts";',
      /edge may not import prover/,
    ],
    "an import over several lines": [
      "agents/edge/service.ts",
      'import {\n  a,\n  b,\n} from "../prover/policy.ts";',
      /edge may not import prover/,
    ],
    "an import of a type": [
      "agents/sdk/actions.ts",
      'import type { Log } from "../kernel/process/log.ts";',
      /sdk may not import kernel\/process/,
    ],
    "a type in the middle of a line": [
      "agents/sdk/actions.ts",
      'export type A = import("../kernel/process/log.ts").Logger;',
      /sdk may not import kernel\/process/,
    ],
    "an import at run time": [
      "agents/edge/service.ts",
      'const { x } = await import("../prover/policy.ts");',
      /edge may not import prover/,
    ],
    "an import for its effects": [
      "agents/edge/service.ts",
      'import "../prover/proveInChild.ts";',
      /edge may not import prover/,
    ],
    "an import by the package's name": [
      "agents/kernel/process/log.ts",
      'import { actions } from "@tributary/sdk/actions.ts";',
      /kernel\/process may not import sdk/,
    ],
    "the kernel's inner order": [
      "agents/kernel/process/log.ts",
      'import { openStore } from "../store/store.ts";',
      /kernel\/process may not import kernel\/store/,
    ],
    "a role that uses what is for tests": [
      "agents/edge/service.ts",
      'import { startDevchain } from "../localnet/devchain.ts";',
      /edge may not import localnet/,
    ],
    "a test that starts another role by its insides": [
      "agents/edge/edge.chain.test.ts",
      'import { startProver } from "../prover/service.ts";',
      /edge may not import prover/,
    ],
    "circuits inside a shared room": [
      "agents/splits/claims.ts",
      'import { builtCircuit } from "../../circuits/builtCircuit.ts";',
      /splits may not import circuits/,
    ],
    "Node in what a page loads": [
      "agents/splits/field.ts",
      'import { readFileSync } from "node:fs";',
      /for pages.*field\.ts → node:fs/,
    ],
    "Node behind another room": [
      "agents/splits/field.ts",
      'import { createLogger } from "../kernel/process/lock.ts";',
      /for pages.*lock\.ts → node:sqlite/,
    ],
    "a folder that nobody declared": ["agents/stranger/service.ts", "", /stranger is not in the table/],
  };

  for (const [what, [file, line, found]] of Object.entries(PLANTED))
    test(what, () => {
      assert.match(violationsOf(planted(file, line)).join("\n"), found);
    });

  test("a table that names a room below its line", () => {
    const rooms = { ...ROOMS, sdk: ["wallet"] };
    assert.match(violationsOf(imports, rooms).join("\n"), /sdk names wallet, which does not stand above/);
  });
});

describe("the check lets pass", () => {
  const FINE: [file: string, line: string][] = [
    ["agents/edge/edge.chain.test.ts", 'import { startDevchain } from "../localnet/devchain.ts";'],
    ["agents/edge/edge.chain.test.ts", 'import { x } from "../sequencer/testing/startTestSequencer.ts";'],
    ["agents/splits/field.ts", 'import type { Logger } from "../kernel/process/log.ts";'],
    ["agents/edge/service.ts", '// import { startProver } from "../prover/service.ts";'],
  ];
  for (const [file, line] of FINE) test(line, () => assert.deepEqual(violationsOf(planted(file, line)), []));
});

function planted(file: string, line: string): Imports {
  return new Map([...imports, [file, [...(imports.get(file) ?? []), ...importsOf(file, line)]]]);
}
