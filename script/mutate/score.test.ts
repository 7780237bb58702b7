// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, test } from "vitest";
import { mutantsOf } from "./mutants.ts";
import { readScore } from "./score.ts";
import { targetsOf } from "./targets.ts";

const tracked = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");
const score = readScore();
const linesOf = (file: string) =>
  readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim());

describe("the score", () => {
  test("has a row for each contract, library, type and policy with a mutant, and for nothing else", () => {
    const files = targetsOf(tracked, [])
      .map(({ file }) => file)
      .filter((file) => mutantsOf(readFileSync(file, "utf8")).length > 0);
    assert.ok(files.length > 40);
    assert.deepEqual(Object.keys(score), files.sort(), "npm run mutate -- <file> writes the row of a file");
  });

  test("counts each mutant as killed or as a survivor", () => {
    for (const [file, { mutants, killed, survivors }] of Object.entries(score)) {
      assert.ok(mutants > 0, file);
      assert.equal(killed + survivors.length, mutants, file);
    }
  });

  test("says of each survivor why no test can notice it, and the line still stands", () => {
    for (const [file, { survivors }] of Object.entries(score)) {
      for (const { line, mutant, why } of survivors) {
        assert.ok(
          why && why.length > 20,
          `${file}: a test to write, or an equivalence to explain: ${mutant}`,
        );
        assert.ok(linesOf(file).includes(line), `${file} has no such line any more: ${line}`);
      }
    }
  });
});
