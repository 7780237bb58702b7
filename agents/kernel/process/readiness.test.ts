// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { manualClock } from "../testing/manualClock.ts";
import { createReadiness } from "./readiness.ts";

test("a check fails until its first success, by its reason, and when it falls silent", async () => {
  const clock = manualClock();
  const readiness = createReadiness(clock);
  const check = readiness.check("chain", { staleAfterMs: 1_000 });
  const reason = () => readiness.report().checks[0]?.reason;
  assert.equal(reason(), "has not succeeded yet");
  check.ok();
  assert.equal(readiness.report().ready, true);
  check.fail("no answer");
  assert.equal(reason(), "no answer");
  check.ok();
  await clock.advance(1_000);
  assert.equal(readiness.report().ready, true);
  await clock.advance(1);
  assert.equal(reason(), "no progress for 1 s");
});

test("one failing check among good ones is enough", () => {
  const readiness = createReadiness(manualClock());
  readiness.check("a").ok();
  readiness.check("b").fail("broken");
  assert.equal(readiness.report().ready, false);
});

test("a watched condition is asked at each report", () => {
  const readiness = createReadiness(manualClock());
  let trouble: string | undefined = "the newest block is old";
  readiness.watch("head", () => trouble);
  assert.deepEqual(readiness.report().checks, [
    { name: "head", ok: false, reason: "the newest block is old" },
  ]);
  trouble = undefined;
  assert.equal(readiness.report().ready, true);
});

test("two checks cannot share a name", () => {
  const readiness = createReadiness();
  readiness.check("a");
  assert.throws(() => readiness.check("a"), /exists already/);
});
