// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { describe, test } from "vitest";
import { mutantsOf, mutate, sampleOf } from "./mutants.ts";

const mutated = (source: string) => mutantsOf(source).map((mutant) => mutate(source, mutant));

describe("a mutant", () => {
  test("is a comparison at its border, once a place", () => {
    assert.deepEqual(mutated("a\nif (x < y && y >= z) pay();"), [
      "a\nif (x <= y && y >= z) pay();",
      "a\nif (x < y && y > z) pay();",
      "a\nif (x < y || y >= z) pay();",
    ]);
  });

  test("is an operator of bits, or of assembly", () => {
    assert.deepEqual(mutated("return word >> 96 & MASK | 1 << 160;"), [
      "return word >> 96 & MASK | 1 >> 160;",
      "return word << 96 & MASK | 1 << 160;",
      "return word >> 96 | MASK | 1 << 160;",
      "return word >> 96 & MASK & 1 << 160;",
    ]);
    assert.deepEqual(mutated("if lt(left, add(at, 32)) { break }"), [
      "if gt(left, add(at, 32)) { break }",
      "if lt(left, sub(at, 32)) { break }",
    ]);
    assert.deepEqual(mutated("seen.add(_add(id));"), []);
  });

  test("is a guard that is gone", () => {
    assert.deepEqual(mutated("function pay() external nonReentrant {"), ["function pay() external {"]);
    assert.deepEqual(mutated("function at() external view nonReadReentrant {"), [
      "function at() external view {",
    ]);
    assert.deepEqual(mutated("    if (to == ZERO) revert Zero();"), [
      "    if (to != ZERO) revert Zero();",
      "    if (false && to == ZERO) revert Zero();",
    ]);
    assert.deepEqual(mutated("        _requireViewer(key.id);"), [""]);
  });

  test("is no change of a comment, an import or a declaration", () => {
    const silent = [
      "// a < b",
      "/// @return a == b",
      "  * a + b",
      'import { a } from "b - c";',
      "event Paid(bool true);",
    ];
    for (const line of [...silent, "return 1; // a < b"]) assert.deepEqual(mutantsOf(line), [], line);
  });

  test("is sampled over the whole file, the same each time", () => {
    const mutants = mutantsOf(Array.from({ length: 100 }, () => "x + y").join("\n"));
    const sample = sampleOf(mutants, 4);
    assert.deepEqual(
      sample.map(({ line }) => line),
      [1, 26, 51, 76],
    );
    assert.deepEqual(sampleOf(mutants, 4), sample);
    assert.equal(sampleOf(mutants, 1000).length, 100);
  });
});
