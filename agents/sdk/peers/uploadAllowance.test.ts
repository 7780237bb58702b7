// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { UploadAllowance } from "./uploadAllowance.ts";

test("no more goes in a second than the limit, after a first second's worth", () => {
  const allowance = new UploadAllowance(100, 1e9, 0);
  assert.ok(allowance.take(60, 0));
  assert.ok(!allowance.take(60, 0));
  assert.ok(allowance.has(40, 0) && !allowance.has(41, 0));
  assert.ok(allowance.take(40, 0));
  assert.ok(!allowance.take(1, 0));
  assert.ok(allowance.take(50, 500));
  // an hour of silence saves a second's worth
  assert.ok(allowance.take(100, 3_600_000));
  assert.ok(!allowance.take(1, 3_600_000));
});

test("a limit below a chunk a second gives a chunk after its time", () => {
  const allowance = new UploadAllowance(10, 1e9, 0);
  assert.ok(!allowance.take(65, 0));
  assert.ok(!allowance.take(65, 5_000));
  assert.ok(allowance.take(65, 5_500));
});

test("no more goes in all than the total, and what is refused costs nothing", () => {
  const allowance = new UploadAllowance(1_000, 250, 0);
  assert.ok(allowance.take(200, 0));
  assert.ok(!allowance.take(51, 60_000));
  assert.ok(allowance.take(50, 60_000));
  assert.ok(!allowance.take(1, 120_000));
});
