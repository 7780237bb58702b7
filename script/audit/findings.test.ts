// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { describe, test } from "vitest";
import { compare, readExplanations } from "./findings.ts";

const finding = { tool: "slither", rule: "timestamp", where: "Streams.pay", text: "" };

describe("a finding", () => {
  test("is explained by its rule and place, or by its rule alone", () => {
    const { tool, rule, where } = finding;
    for (const explanation of [
      { tool, rule, where, why: "" },
      { tool, rule, why: "" },
    ]) {
      assert.deepEqual(compare([finding], [explanation]), { unexplained: [], stale: [] });
    }
  });

  test("of another tool, rule or place is not, and the explanation is stale", () => {
    const explanation = { tool: "slither", rule: "timestamp", where: "Streams.pay", why: "" };
    for (const other of [{ tool: "halmos" }, { rule: "assembly" }, { where: "Streams.open" }]) {
      const found = { ...finding, ...other };
      assert.deepEqual(compare([found], [explanation]), { unexplained: [found], stale: [explanation] });
    }
  });

  test("each explanation says why", () => {
    for (const { rule, why } of readExplanations()) assert.ok(why.length > 20, rule);
  });
});
