// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { systemClock } from "./clock.ts";

test("an aborted signal ends a sleep, before and during it", async () => {
  // a sleep that goes on outlasts the test
  const forEver = 2 ** 31 - 1;
  await systemClock.sleep(forEver, AbortSignal.abort());
  await systemClock.sleep(forEver, AbortSignal.timeout(20));
});

test("a sleep lasts as long as asked", async () => {
  const startMs = systemClock.nowMs();
  await systemClock.sleep(30);
  assert.ok(systemClock.nowMs() - startMs >= 29);
});
