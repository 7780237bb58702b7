// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "vitest";
import { mutantsOf } from "./mutants.ts";
import { targetsOf } from "./targets.ts";

const tracked = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");

test("each contract, library and type with a mutant has tests that could notice", () => {
  const targets = targetsOf(tracked, ["src/"]).filter(
    ({ file }) => mutantsOf(readFileSync(file, "utf8")).length > 0,
  );
  assert.ok(targets.length > 30);
  for (const { file, tests } of targets) assert.ok(tests!.paths.length > 0, `${file} has no tests`);
});

test("a part of a path chooses, and interfaces, verifiers and tests are never mutated", () => {
  const files = ["src/token/Staking.sol", "src/interfaces/IStaking.sol", "test/unit/Staking/exit/exit.t.sol"];
  const chosen = targetsOf([...files, "agents/edge/policy.ts", "src/splits/SplitRollup.sol"], ["Staking"]);
  assert.deepEqual(
    chosen.map(({ file, tests }) => [file, tests?.paths]),
    [["src/token/Staking.sol", ["test/unit/Staking/exit/exit.t.sol"]]],
  );
});

test("a policy is mutated at any depth, against the tests beside it", () => {
  const deep = "agents/keyholder/generation/policy.ts";
  const [target, ...others] = targetsOf([deep, "agents/edge/policyOf.ts"], []);
  assert.deepEqual(
    [target?.file, target?.command.at(-1), others],
    [deep, deep.replace(".ts", ".test.ts"), []],
  );
});
