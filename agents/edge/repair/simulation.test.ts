// SPDX-License-Identifier: GPL-3.0-or-later
// Networks of up to 100 edges on the real policy. `npm run simulate:repair -- --runs 1000` runs as many seeds.
import assert from "node:assert/strict";
import { test } from "vitest";
import { brokenPromises, networkOf } from "./testing/brokenPromises.ts";

const SEEDS = 30;

test.each(Array.from({ length: SEEDS }, (_, at) => at + 1))("a network keeps DEL-1: seed %i", (seed) => {
  assert.deepEqual(brokenPromises(networkOf(seed)), []);
});
