// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "vitest";

const SOLC = new URL("solc", import.meta.url).pathname;
const solc: { compile(input: string): string } = createRequire(import.meta.url)("solc");

type Output = {
  errors?: { severity: string; errorCode: string }[];
  contracts?: Record<string, Record<string, { evm: { bytecode: { object: string } } }>>;
};
const contract = (name: string, answer = "a * 1 + 0") =>
  `// SPDX-License-Identifier: MIT
  pragma solidity 0.8.30;
  contract ${name} { function f(uint256 a) external pure returns (uint256) { return ${answer}; } }`;
const OPTIMIZED = ["src/A.sol", "test/gas/C.t.sol", "test/helpers/D.sol"];
const CHEAPLY = ["test/fuzz/B.t.sol", "test/invariant/H.t.sol"];
const AS_WRITTEN = ["test/unit/E/E.t.sol", "test/unit/G.t.sol", "test/attacks/F.t.sol"];

function inputOf(files: string[], enabled = true, answer?: string): string {
  return JSON.stringify({
    language: "Solidity",
    sources: Object.fromEntries(files.map((file, i) => [file, { content: contract(`X${i}`, answer) }])),
    settings: {
      optimizer: { enabled, runs: 1_000_000 },
      metadata: { appendCBOR: false },
      outputSelection: Object.fromEntries(files.map((file) => [file, { "*": ["evm.bytecode.object"] }])),
    },
  });
}

function wrapped(input: string): Output {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SOLC, "--standard-json"], { input });
  assert.equal(status, 0, String(stderr));
  return JSON.parse(String(stdout));
}

test("contracts are compiled as solc alone compiles them, tests that only call them without the optimizer, and long tests by its cheap steps", () => {
  const files = [...OPTIMIZED, ...CHEAPLY, ...AS_WRITTEN];
  const { contracts } = wrapped(inputOf(files));
  const [optimized, asWritten]: Output[] = [true, false].map((enabled) =>
    JSON.parse(solc.compile(inputOf(files, enabled))),
  );
  for (const file of files) assert.notDeepEqual(optimized!.contracts![file], asWritten!.contracts![file]);
  for (const file of OPTIMIZED) assert.deepEqual(contracts![file], optimized!.contracts![file], file);
  for (const file of AS_WRITTEN) assert.deepEqual(contracts![file], asWritten!.contracts![file], file);
  for (const file of CHEAPLY) {
    assert.notDeepEqual(contracts![file], optimized!.contracts![file], file);
    assert.notDeepEqual(contracts![file], asWritten!.contracts![file], file);
  }
});

test("where nothing but tests is asked for, all of it is there", () => {
  assert.deepEqual(Object.keys(wrapped(inputOf(AS_WRITTEN)).contracts!).sort(), [...AS_WRITTEN].sort());
});

test("a fault is told, and once, though every part finds it", () => {
  const { errors } = wrapped(inputOf(["src/A.sol", "test/unit/E/E.t.sol"], true, "nothing"));
  assert.deepEqual(
    errors!.map(({ errorCode }) => errorCode),
    ["7576", "7576"],
    "one of each file",
  );
});

test("a fault that one part alone can find is told", () => {
  const input = JSON.parse(inputOf(["src/A.sol", "test/unit/E/E.t.sol"]));
  const names = Array.from({ length: 17 }, (_, i) => `uint256 a${i}`).join(", ");
  const sum = Array.from({ length: 17 }, (_, i) => `a${i}`).join(" + ");
  input.sources["test/unit/E/E.t.sol"].content =
    `contract Deep { function f(${names}) external pure returns (uint256) { return ${sum}; } }`;
  const { errors } = wrapped(JSON.stringify(input));
  assert.ok(errors!.some(({ severity }) => severity === "error"));
});
