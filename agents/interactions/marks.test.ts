// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { marksOf } from "./marks.ts";

const demanded = (stride: number, place: number) => ({ stride, place, version: undefined });
const shown = (stride: number, place: number, version: number) => ({ stride, place, version });

test("without demands there are no marks", () => assert.deepEqual(marksOf([], 2), [0n, 0n]));

test("a signature that was shown marks its own operation, the last one counts", () => {
  const logged = [demanded(1, 0), demanded(1, 15), shown(1, 15, 0), shown(1, 0, 4), shown(1, 0, 65_532)];
  assert.deepEqual(marksOf(logged, 2), [0n, 65_533n | (1n << 240n)]);
});

test("one that was not shown ends every operation of the posting", () => {
  const all = 2n ** 256n - 1n;
  assert.deepEqual(marksOf([demanded(0, 3), demanded(1, 3), shown(1, 3, 7)], 2), [all, all]);
});
