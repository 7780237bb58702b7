// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { EPOCH_SEC, epochOf } from "../../sdk/content/holding.ts";
import { freeAtSec } from "./policy.ts";

test("a dropped work goes once the last demand that a promise allowed can no longer be answered, and no sooner", () => {
  for (const sinceSec of [0, 1, 3_539, 3_540, 3_599, 3_600, 7_199]) {
    // the edge may promise on until it sees the mark
    const until = (promisedSec: number) => Number(epochOf(promisedSec)) + 1;
    const lastAnswerSec = (promisedSec: number) => (until(promisedSec) + 2) * EPOCH_SEC;
    assert.ok(freeAtSec(sinceSec) >= lastAnswerSec(sinceSec + 1));
    assert.ok(freeAtSec(sinceSec) <= lastAnswerSec(sinceSec + 60));
  }
});

test("a mark within the last minute of an epoch counts as one of the next", () => {
  assert.equal(freeAtSec(EPOCH_SEC - 61), 3 * EPOCH_SEC);
  assert.equal(freeAtSec(EPOCH_SEC - 60), 4 * EPOCH_SEC);
});
