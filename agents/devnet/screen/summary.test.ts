// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { UserError } from "../../kernel/process/errors.ts";
import { verdictOf } from "./summary.ts";

const check = (expected: bigint, actual: bigint) => ({ property: "PAY-2", what: "a sum", expected, actual });

test("a wrong sum is a bug, unless guests paid beside the story", () => {
  const right = check(1n, 1n);
  assert.match(verdictOf([right, right], 3), /^All 2 sums/);
  assert.throws(() => verdictOf([right, check(1n, 2n)], 0), UserError);
  assert.match(verdictOf([right, check(1n, 2n)], 1), /^1 of 2 sums .* guests/);
});
