// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { createPaidSeconds, SecondsSpent } from "./paidSeconds.ts";

/** A clock that a wait moves. */
function clockAt(startMs = 0) {
  let nowMs = startMs;
  const sleep = async (ms: number) => {
    nowMs += ms;
  };
  return { nowMs: () => nowMs, sleep };
}

const { signal } = new AbortController();

test("each second is paid once, however often and in whatever order it is taken", async () => {
  let payments = 0;
  const pay = async () => {
    payments += 1;
  };
  const paid = createPaidSeconds(pay, 100, signal, clockAt());
  await paid.pay(4, 6);
  await paid.pay(0, 2.5);
  await Promise.all([paid.pay(2, 4), paid.pay(2, 4), paid.pay(5, 6)]);
  assert.deepEqual([payments, paid.count], [6, 6]);
});

test("a player that takes all at once is paid for no faster than twice the speed of life, after twenty seconds", async () => {
  const clock = clockAt();
  const paid = createPaidSeconds(async () => {}, 1_000, signal, clock);
  await paid.pay(0, 20);
  assert.equal(clock.nowMs(), 0);
  await paid.pay(20, 120);
  assert.equal(clock.nowMs(), 50_000);
  // a long pause saves up no more than at the start
  await clock.sleep(3_600_000);
  await paid.pay(120, 140);
  const before = clock.nowMs();
  await paid.pay(140, 142);
  assert.equal(clock.nowMs() - before, 1_000);
});

test("no second beyond the most is paid, and what cannot be paid counts for nothing", async () => {
  const paid = createPaidSeconds(async () => {}, 3, signal, clockAt());
  await assert.rejects(paid.pay(0, 5), SecondsSpent);
  assert.equal(paid.count, 3);
  await paid.pay(0, 3);
  const failing = createPaidSeconds(() => Promise.reject(new Error("no")), 3, signal, clockAt());
  await assert.rejects(failing.pay(0, 1), /no/);
  assert.equal(failing.count, 0);
});
